import type { FhirResource } from 'fhir/r4'
import type { CommandId, Epoch, EventId, PatientId, Room, UnitId } from './ids.ts'
import type { Actor } from './people.ts'

/** The patient as every event, alert and queue row names them: always two identifiers (NPSG.01.01.01). */
export interface Subject {
  readonly patientId: PatientId
  readonly mrn: string
  /** `FAMILY, Given (Title)`. */
  readonly name: string
  /** The name in Arabic script, when it was registered so (AR-7). */
  readonly nameAr: string | null
  /** `YYYY-MM-DD`, null when not known. */
  readonly birthDate: string | null
  readonly sex: 'male' | 'female' | 'other' | 'unknown'
  readonly deceasedAt: string | null
  /** Where the patient is now; the registry unit when not admitted. */
  readonly unitId: UnitId
  readonly unitName: string
  readonly bed: string | null
}

export type Action = 'created' | 'updated' | 'removed'

/** What every event carries around its payload (document 003's envelope). */
export interface Envelope {
  readonly eventId: EventId
  readonly schemaVersion: 1
  readonly tenantId: string
  readonly facilityId: string
  /** When it happened to the patient. ISO 8601, UTC. */
  readonly occurredAt: string
  /** When the log took it. ISO 8601, UTC. */
  readonly recordedAt: string
  readonly actor: Actor
  /** null only for what concerns no patient (organisations, practitioners, system notices). */
  readonly subject: Subject | null
  /** Groups all that followed from one act. */
  readonly correlationId: string
  /** The event that caused this one. */
  readonly causationId: EventId | null
  readonly commandId: CommandId | null
  readonly source: { readonly service: string; readonly version: string }
  readonly action: Action
  /** Resources that changed in the same act, in their new versions. */
  readonly related: readonly FhirResource[]
}

/** Where a snapshot stands, per room. */
export interface Position {
  readonly epoch: Epoch
  readonly seq: number
}

/**
 * A list as the server answers it. `asOf` is the position of its (first) room; `positions` that of
 * every room it was folded from. Read in the same transaction as the rows, position first (RT4).
 */
export interface Snapshot<Row> {
  readonly rows: readonly Row[]
  readonly asOf: Position
  readonly positions: Readonly<Record<Room, number>>
  readonly nextCursor: string | null
}

/** What a command answers when it was applied; a repeat gets the same bytes (RT17). */
export interface Applied {
  readonly outcome: 'applied'
  readonly epoch: Epoch
  readonly positions: Readonly<Record<Room, number>>
  /** Ids and versions of what was written, in the order of writing. */
  readonly written: readonly { readonly resourceType: string; readonly id: string; readonly versionId: string }[]
}
