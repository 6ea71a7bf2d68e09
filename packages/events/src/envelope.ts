import type { Stored } from './fhir.ts'
import type { CommandId, Epoch, EventId, PatientId, Room, UnitId } from './ids.ts'
import type { Actor } from './people.ts'

/** The patient as identified in events, alerts and queue rows: always by two identifiers (NPSG.01.01.01). */
export interface Subject {
  readonly patientId: PatientId
  readonly mrn: string
  /** `FAMILY, Given (Title)`. */
  readonly name: string
  /** The name in Arabic script, if registered (AR-7). */
  readonly nameAr: string | null
  /** `YYYY-MM-DD`; null when unknown. */
  readonly birthDate: string | null
  readonly sex: 'male' | 'female' | 'other' | 'unknown'
  readonly deceasedAt: string | null
  /** Current unit; the registry unit when not admitted. */
  readonly unitId: UnitId
  readonly unitName: string
  readonly bed: string | null
}

export type Action = 'created' | 'updated' | 'removed'

/** Envelope of every event (document 003). */
export interface Envelope {
  readonly eventId: EventId
  readonly schemaVersion: 1
  readonly tenantId: string
  readonly facilityId: string
  /** Clinical time of the event. ISO 8601, UTC. */
  readonly occurredAt: string
  /** Time of recording in the log. ISO 8601, UTC. */
  readonly recordedAt: string
  readonly actor: Actor
  /** null only for events without a patient (organizations, practitioners, system notices). */
  readonly subject: Subject | null
  /** Shared by all events that follow from one command. */
  readonly correlationId: string
  /** The event that caused this one. */
  readonly causationId: EventId | null
  readonly commandId: CommandId | null
  readonly source: { readonly service: string; readonly version: string }
  readonly action: Action
  /** Resources changed by the same command, in their new versions. */
  readonly related: readonly Stored[]
}

/** Position in a room's log. */
export interface Position {
  readonly epoch: Epoch
  readonly seq: number
}

/**
 * A list as returned by the server. `asOf` is the position of its first room; `positions` has the position of every room it was
 * folded from. Positions are read in the same transaction as the rows, before them (RT4).
 */
export interface Snapshot<Row> {
  readonly rows: readonly Row[]
  readonly asOf: Position
  readonly positions: Readonly<Record<Room, number>>
  readonly nextCursor: string | null
}

/** Response to an applied command; a repeated command gets the same response (RT17). */
export interface Applied {
  readonly outcome: 'applied'
  readonly epoch: Epoch
  readonly positions: Readonly<Record<Room, number>>
  /** Ids and versions of the written resources, in order. */
  readonly written: readonly { readonly resourceType: string; readonly id: string; readonly versionId: string }[]
}
