import type { FhirResource } from 'fhir/r4'
import { type ClinicalEvent, declarationOf, type EventType, type NewEvent } from '../catalog/index.ts'
import { versioned } from '../catalog/samples/identities.ts'
import type { Delivery } from '../delivery.ts'
import type { Subject } from '../envelope.ts'
import type { Stored } from '../fhir.ts'
import type { Epoch, EventId, Room } from '../ids.ts'
import type { Actor } from '../people.ts'

export * as samples from '../catalog/samples/index.ts'

export const anActor = (over: Partial<Actor> = {}): Actor => ({
  userId: 'u-amal' as Actor['userId'],
  name: 'Dr Amal Hassan',
  role: 'physician',
  ...over,
})

export const aSubject = (over: Partial<Subject> = {}): Subject => ({
  patientId: 'p-jane' as Subject['patientId'],
  mrn: '1297287652',
  name: 'SMITH, Jane (Mrs)',
  nameAr: null,
  birthDate: '1959-03-14',
  sex: 'female',
  deceasedAt: null,
  unitId: 'ward-3' as Subject['unitId'],
  unitName: 'Ward 3 · Medicine',
  bed: 'Bed 12',
  ...over,
})

/** Returns a resource as stored: in the version of its `meta`, else in the first. Throws without an id. */
export function stored<R extends FhirResource>(resource: R): Stored<R> {
  const { id, meta } = resource
  if (id === undefined) throw new Error(`A stored ${resource.resourceType} has an id.`)
  return Object.assign(
    { ...resource },
    { id, meta: { ...meta, versionId: meta?.versionId ?? versioned.versionId, lastUpdated: meta?.lastUpdated ?? versioned.lastUpdated } },
  )
}

type EventParts<T extends EventType> = Partial<Omit<ClinicalEvent<T>, 'resource' | 'related'>> & {
  readonly resource?: NewEvent<T>['resource']
  readonly related?: readonly FhirResource[]
}

/** Returns an event as stored in the log, from the example in the catalog. */
export function anEvent<T extends EventType>(type: T, over: EventParts<T> = {}): ClinicalEvent<T> {
  const declaration = declarationOf(type)
  const example = declaration.example()
  return {
    type,
    eventId: `event-${type}` as EventId,
    schemaVersion: 1,
    tenantId: 'wardline',
    facilityId: 'main',
    occurredAt: '2026-11-20T20:58:00.000Z',
    recordedAt: '2026-11-20T20:58:00.000Z',
    actor: anActor(),
    subject: aSubject(),
    correlationId: 'correlation',
    causationId: null,
    commandId: null,
    source: { service: 'test', version: '0' },
    action: declaration.action,
    data: declaration.data.parse(example.data),
    ...over,
    related: (over.related ?? example.related ?? []).map(stored),
    resource: stored(over.resource ?? example.resource),
  } as unknown as ClinicalEvent<T>
}

/** Returns events as consecutive deliveries of one room. */
export const inRoom = (room: Room, events: readonly (ClinicalEvent | null)[], from = 0, epoch = 'epoch-1' as Epoch): readonly Delivery[] =>
  events.map((event, index) => ({ room, epoch, seq: from + index + 1, prev: from + index, event }))

export { wardHistory } from './histories.ts'
export { aMessage, publisherOf } from './published.ts'
export { type Random, randomFrom } from './random.ts'
export { WardLog } from './ward-log.ts'
