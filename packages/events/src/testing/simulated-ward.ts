import type { FhirResource, Reference } from 'fhir/r4'
import { type ClinicalEvent, declarationOf, type EventType } from '../catalog/index.ts'
import type { Subject } from '../envelope.ts'
import { referTo, type Stored, type WithId } from '../fhir.ts'
import type { CommandId, EventId, UserId } from '../ids.ts'
import type { Actor } from '../people.ts'
import type { Random } from './random.ts'

/* State of a simulated ward: clock, staff and current resources. */

export const amal: Actor = { userId: 'u-amal' as UserId, name: 'Dr Amal Hassan', role: 'physician' }
export const huda: Actor = { userId: 'u-huda' as UserId, name: 'Nurse Huda', role: 'nurse' }
export const omar: Actor = { userId: 'u-omar' as UserId, name: 'Omar Farouk', role: 'pharmacist' }
export const yusuf: Actor = { userId: 'u-yusuf' as UserId, name: 'Yusuf Ali', role: 'labTechnician' }

export interface SimulatedWard {
  readonly chance: Random
  /** Current version of each resource. */
  readonly resources: Map<string, Stored>
  readonly subjects: Subject[]
  readonly events: ClinicalEvent[]
}

const keyOf = (resource: FhirResource) => `${resource.resourceType}/${resource.id}`
export const clock = (tick: number) => new Date(Date.UTC(2026, 10, 20, 6, 0, 0) + tick * 61_000).toISOString()

/** Stores the next version of a resource. */
function write(ward: SimulatedWard, resource: WithId): Stored {
  const before = ward.resources.get(keyOf(resource))
  const versionId = String(Number(before?.meta.versionId ?? 0) + 1)
  const written = { ...resource, meta: { versionId, lastUpdated: clock(ward.events.length) } }
  ward.resources.set(keyOf(resource), written)
  return written
}

export function recordEvent<T extends EventType>(
  ward: SimulatedWard,
  type: T,
  subject: Subject | null,
  actor: Actor,
  resource: WithId,
  data: unknown,
  related: readonly WithId[] = [],
): void {
  const n = ward.events.length
  ward.events.push({
    type,
    eventId: `event-${n}` as EventId,
    schemaVersion: 1,
    tenantId: 'wardline',
    facilityId: 'main',
    occurredAt: clock(n),
    recordedAt: clock(n),
    actor,
    subject,
    correlationId: `correlation-${n}`,
    causationId: null,
    commandId: `command-${n}` as CommandId,
    source: { service: 'history', version: '0' },
    action: declarationOf(type).action,
    related: related.map((one) => write(ward, one)),
    resource: write(ward, resource),
    data,
  } as unknown as ClinicalEvent)
}

export const current = <R extends FhirResource>(
  ward: SimulatedWard,
  resourceType: R['resourceType'],
  matches: (resource: Stored<R>) => boolean,
): Stored<R>[] =>
  ([...ward.resources.values()] as Stored<R>[]).filter((resource) => resource.resourceType === resourceType && matches(resource))

export const ofPatient = (subject: Subject) => (resource: { subject?: Reference | undefined; for?: Reference | undefined }) =>
  (resource.subject ?? resource.for)?.reference === `Patient/${subject.patientId}`

export const person = (actor: Actor) => ({ userId: actor.userId, name: actor.name })
export const about = (subject: Subject) => referTo('Patient', subject.patientId, subject.name)
export const nextId = (ward: SimulatedWard, resourceType: string) => `${resourceType}-${ward.resources.size + 1}`

export type SimulatedStep = (ward: SimulatedWard, subject: Subject) => void
