import type { Actor, Position, Room, SignedInUser, Snapshot, Stored, View, ViewRow, VitalRow } from '@wardline/events'
import type { CareTeam, Encounter, FhirResource, Patient, Procedure } from 'fhir/r4'
import type { Permit } from './permits.ts'
import type { AppliedWith, RecordChange } from './record-change.ts'

export type ResourceType = FhirResource['resourceType']
export type ResourceOf<T extends ResourceType> = Extract<FhirResource, { resourceType: T }>

/** Filters of `find` on indexed columns; all of them must match. */
export interface FindBy {
  readonly patientId?: string
  readonly status?: readonly string[]
  /** The resource that it is about or fulfils, as a literal reference: `ServiceRequest/123` (focus, basedOn, authorizingPrescription). */
  readonly about?: string
  /** Any of these codes, in any code system, of `code`, `medicationCodeableConcept` or `vaccineCode`. */
  readonly codes?: readonly string[]
  /** Has this identifier. */
  readonly identifier?: { readonly system: string; readonly value: string }
  /** Requester, as a literal reference: `Practitioner/123`. */
  readonly requester?: string
  /** Clinical date (effective, authored, onset, start) at or after this instant. */
  readonly since?: string
  /** At most this many, newest clinical date first; 100 when absent. */
  readonly limit?: number
}

/** Reads current versions from the record itself, with their `meta`, for policy decisions. */
export interface Resources {
  read<T extends ResourceType>(type: T, id: string): Promise<Stored<ResourceOf<T>> | null>
  find<T extends ResourceType>(type: T, by: FindBy): Promise<readonly Stored<ResourceOf<T>>[]>
  /** Returns a patient's newest resource of each code by clinical time, excluding those about `notAbout`. */
  newestOfEach<T extends ResourceType>(
    type: T,
    of: { readonly patientId: string; readonly codes: readonly string[]; readonly excludeAbout: string },
  ): Promise<readonly Stored<ResourceOf<T>>[]>
}

/** A user's access to one patient, as of now. */
export interface PatientAccess {
  readonly patient: Stored<Patient>
  /** The encounter in progress; the newest when there are several. */
  readonly encounter: Stored<Encounter> | null
  readonly careTeams: readonly Stored<CareTeam>[]
  /** The user's state now, not at sign-in. */
  readonly active: boolean
  readonly unitIds: readonly string[]
}
export interface Rights {
  /** By patient id; unknown patients are absent. */
  onPatients(userId: string, patientIds: readonly string[]): Promise<ReadonlyMap<string, PatientAccess>>
  /** Units that a user is assigned to now; null when the account is disabled. */
  unitsOf(userId: string): Promise<readonly string[] | null>
}

export interface SnapshotOptions<Row> {
  readonly limit?: number | undefined
  readonly cursor?: string | null | undefined
  /** Field values that rows must equal. */
  readonly where?: Partial<Row>
  /** Words that must all occur in the view's `searchText`. */
  readonly search?: string
}

/** All lists of a patient that the reader's audience may see, read at one moment. */
export interface PatientSummary {
  readonly asOf: Position
  readonly positions: Readonly<Record<Room, number>>
  readonly views: Readonly<Record<string, { readonly rows: readonly ViewRow[]; readonly nextCursor: string | null }>>
}

/** A patient's read models and their counts, for other systems. Lists that the reader's audience may not see are absent. */
export interface PatientReadModels {
  readonly asOf: Position
  /** By the name of the view. `more`: the list was cut. */
  readonly views: Readonly<Record<string, { readonly rows: readonly ViewRow[]; readonly more: boolean }>>
  readonly counts: {
    readonly encounters: number
    readonly pendingLab?: number
    readonly pendingImaging?: number
    readonly unreadResults?: number
    readonly openAlerts?: number
  }
  /** The newest value of each vital sign. */
  readonly latestVitals?: readonly VitalRow[]
  readonly procedures?: readonly Stored<Procedure>[]
}

export interface AuditEntry {
  readonly at: string
  readonly userId: string
  readonly name: string
  readonly role: string
  readonly action: 'read' | 'write'
  readonly patientId: string | null
  /** Event types, view names or `Type/id`s. */
  readonly what: readonly string[]
  readonly requestId: string
}

/** An authenticated user, with everything that a command or query may use. */
export interface AuthenticatedContext {
  readonly actor: Actor
  readonly user: SignedInUser
  readonly requestId: string
  readonly now: () => Date
  /** Returns a UUIDv7: ids sort by creation time. */
  readonly newId: () => string
  readonly resources: Resources
  readonly rights: Rights
  /** Saves, numbers, publishes and audits a change in one transaction, or refuses it. A repeated command gets the stored answer. */
  readonly record: <Answer extends object = object>(permit: Permit, change: RecordChange<Answer>) => Promise<AppliedWith<Answer>>
  /** Returns the position of a room, for a decision on what it does not contain (`decideOnCurrent`). */
  readonly positionOf: (room: Room) => Promise<number>
  /** Returns rows of a read model with their log position (RT4). Refused when the reader's audience may not see the view. */
  readonly snapshot: <Row extends ViewRow>(
    view: View<Row>,
    rooms: Room | readonly Room[],
    options?: SnapshotOptions<Row>,
  ) => Promise<Snapshot<Row>>
  readonly chart: (patientId: string) => Promise<PatientSummary>
  readonly aggregate: (patientId: string) => Promise<PatientReadModels>
  readonly audit: {
    read(by: { patientId?: string; userId?: string; limit?: number }): Promise<readonly AuditEntry[]>
    /** Audits a read of something other than a list or chart; those audit themselves. */
    recordRead(patientId: string, what: readonly string[]): Promise<void>
    /** Audits an administrator's action that changes no resource and reads no list. */
    recordAction(patientId: string | null, what: readonly string[]): Promise<void>
  }
}
