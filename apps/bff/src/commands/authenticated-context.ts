import type { Actor, Position, Room, SignedInUser, Snapshot, View, ViewRow, VitalRow } from '@wardline/events'
import type { CareTeam, Encounter, FhirResource, Patient, Procedure } from 'fhir/r4'
import type { Permit } from './permits.ts'
import type { AppliedWith, RecordChange } from './record-change.ts'

export type ResourceType = FhirResource['resourceType']
export type ResourceOf<T extends ResourceType> = Extract<FhirResource, { resourceType: T }>

/** Narrows `find` by indexed columns; all that are given must hold. */
export interface FindBy {
  readonly patientId?: string
  readonly status?: readonly string[]
  /** What the resource is about or fulfils, as a literal reference: `ServiceRequest/123` (focus, basedOn, authorizingPrescription). */
  readonly about?: string
  /** Any of these codes, in whatever system, of `code`, `medicationCodeableConcept` or `vaccineCode`. */
  readonly codes?: readonly string[]
  /** Carries this identifier. */
  readonly identifier?: { readonly system: string; readonly value: string }
  /** Who asked for it, as a literal reference: `Practitioner/123`. */
  readonly requester?: string
  /** Clinical date (effective, authored, onset, start) at or after this instant. */
  readonly since?: string
  /** Newest clinical date first; 100 when absent. */
  readonly limit?: number
}

/** Reads of the truth: current versions with their `meta`, for policies. */
export interface Resources {
  read<T extends ResourceType>(type: T, id: string): Promise<ResourceOf<T> | null>
  find<T extends ResourceType>(type: T, by: FindBy): Promise<readonly ResourceOf<T>[]>
  /** The newest of each code that a patient has, by clinical time, however much came after it; what is about `notAbout` is left out. */
  newestOfEach<T extends ResourceType>(
    type: T,
    of: { readonly patientId: string; readonly codes: readonly string[]; readonly notAbout: string },
  ): Promise<readonly ResourceOf<T>[]>
}

/** What a person may do with a patient, as it stands in this moment. */
export interface OpenWorkOnPatient {
  readonly patient: Patient
  /** The encounter that is in progress; the newest when there are several. */
  readonly encounter: Encounter | null
  readonly careTeams: readonly CareTeam[]
  /** The person's own state now, not when they signed in. */
  readonly active: boolean
  readonly unitIds: readonly string[]
}
export interface Rights {
  /** By patient id; those who do not exist are absent. */
  onPatients(userId: string, patientIds: readonly string[]): Promise<ReadonlyMap<string, OpenWorkOnPatient>>
  /** Units a person is assigned to now; null when the person may not sign in any more. */
  unitsOf(userId: string): Promise<readonly string[] | null>
}

export interface SnapshotOptions<Row> {
  readonly limit?: number
  readonly cursor?: string | null
  /** Equal in the row, by field. */
  readonly where?: Partial<Row>
  /** Words that all occur in the view's `searchText`. */
  readonly search?: string
}

/** Everything of a patient that the reader's audience may see, read at one moment. */
export interface PatientSummary {
  readonly asOf: Position
  readonly positions: Readonly<Record<Room, number>>
  readonly views: Readonly<Record<string, { readonly rows: readonly ViewRow[]; readonly nextCursor: string | null }>>
}

/** What a patient's read models hold and count, for other systems; whatever the reader's audience may not look at is absent. */
export interface Aggregated {
  readonly asOf: Position
  /** By the name of the view. `more`: there are others after these. */
  readonly views: Readonly<Record<string, { readonly rows: readonly ViewRow[]; readonly more: boolean }>>
  readonly counts: {
    readonly encounters: number
    readonly pendingLab?: number
    readonly pendingImaging?: number
    readonly unreadResults?: number
    readonly openAlerts?: number
  }
  /** The newest of each kind, however many came of another. */
  readonly latestVitals?: readonly VitalRow[]
  readonly procedures?: readonly Procedure[]
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

/** Somebody whose sign-in was checked, with everything a command or query may use. */
export interface AuthenticatedContext {
  readonly actor: Actor
  readonly user: SignedInUser
  readonly requestId: string
  readonly now: () => Date
  /** A UUIDv7: ids sort by the time they were made. */
  readonly newId: () => string
  readonly resources: Resources
  readonly rights: Rights
  /** The front door: saves, numbers, tells and audits in one transaction, or refuses. A repeat gets the stored answer. */
  readonly record: <Answer extends object = object>(permit: Permit, change: RecordChange<Answer>) => Promise<AppliedWith<Answer>>
  /** Rows of a read model with the position they stand at (RT4). Refused when the reader's audience may not see the view. */
  readonly snapshot: <Row extends ViewRow>(
    view: View<Row>,
    rooms: Room | readonly Room[],
    options?: SnapshotOptions<Row>,
  ) => Promise<Snapshot<Row>>
  readonly chart: (patientId: string) => Promise<PatientSummary>
  readonly aggregate: (patientId: string) => Promise<Aggregated>
  readonly audit: {
    read(by: { patientId?: string; userId?: string; limit?: number }): Promise<readonly AuditEntry[]>
    /** What was looked at besides lists and charts, which audit themselves. */
    viewed(patientId: string, what: readonly string[]): Promise<void>
    /** What an administrator did or opened that no change of the record and no list tells of. */
    acted(patientId: string | null, what: readonly string[]): Promise<void>
  }
}
