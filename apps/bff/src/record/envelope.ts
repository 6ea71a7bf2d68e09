import {
  type Action,
  audienceOfEvent,
  type ClinicalEvent,
  declarationOf,
  type EventId,
  isStored,
  type NewEvent,
  roomsOf,
  type Stored,
} from '@wardline/events'
import { maskOf } from '@wardline/sync/server'
import type { FhirResource } from 'fhir/r4'
import type { Permit } from '../commands/permits.ts'
import type { RecordChange } from '../commands/record-change.ts'

/** The hospital of this installation. */
const home = { tenantId: 'wardline', facilityId: 'main' } as const
const source = { service: 'wardline-bff', version: '0.1.0' } as const

export interface EventEnvelope {
  /** New versions, in the order of `write`. */
  readonly written: readonly { readonly resource: Stored; readonly version: number }[]
  readonly events: readonly { readonly event: ClinicalEvent; readonly rooms: readonly string[]; readonly mask: number }[]
}

const keyOf = (resource: FhirResource) => `${resource.resourceType}/${resource.id}`

/** Assigns resources their next version and wraps events in their envelope. Pure except for `newId`. */
export function buildEnvelope(permit: Permit, change: RecordChange, now: Date, newId: () => string): EventEnvelope {
  const recordedAt = now.toISOString()
  const byObject = new Map<FhirResource, Stored>()
  const byKey = new Map<string, Stored>()
  const written = change.resources.map((resource) => {
    const version = Number(resource.meta?.versionId ?? '0') + 1
    const next = {
      ...resource,
      id: resource.id ?? newId(),
      meta: { ...resource.meta, versionId: String(version), lastUpdated: recordedAt },
    } satisfies Stored
    if (byKey.has(keyOf(next))) throw new Error(`One change writes ${next.resourceType} twice.`)
    byObject.set(resource, next)
    byKey.set(keyOf(next), next)
    return { resource: next, version }
  })
  const current = (resource: FhirResource): Stored => {
    const stored = byObject.get(resource) ?? byKey.get(keyOf(resource)) ?? resource
    if (!isStored(stored)) throw new Error(`An event relates to a ${resource.resourceType} that is not stored.`)
    return stored
  }

  const events = change.events.map((newEvent: NewEvent) => {
    const declaration = declarationOf(newEvent.type)
    const event = {
      ...home,
      type: newEvent.type,
      eventId: newId() as EventId,
      schemaVersion: 1,
      occurredAt: newEvent.occurredAt ?? change.occurredAt ?? recordedAt,
      recordedAt,
      actor: permit.actor,
      subject: permit.subject,
      correlationId: change.correlationId ?? change.commandId ?? newId(),
      causationId: change.causationId ?? null,
      commandId: change.commandId,
      source,
      action: declaration.action as Action,
      resource: current(newEvent.resource),
      related: (newEvent.related ?? []).map(current),
      data: declaration.data.parse(newEvent.data),
    } as unknown as ClinicalEvent
    return { event, rooms: roomsOf(event), mask: maskOf(audienceOfEvent(event)) }
  })
  return { written, events }
}
