import {
  type Action,
  type ClinicalEvent,
  type Delivery,
  declarationOf,
  type EventId,
  eventNamed,
  isStored,
  type Room,
  type Stored,
} from '@wardline/events'
import type { FhirResource } from 'fhir/r4'
import type { Update } from './update.ts'

/** Returns null for the `advance` form, for an unknown event type and for data that this build cannot read. */
function eventOf(update: Update): ClinicalEvent | null {
  const type = eventNamed(update.event_type)
  if (!type || !update.resource) return null
  const resource = update.resource as unknown as FhirResource
  if (!isStored(resource)) return null
  const data = declarationOf(type).data.safeParse(update.data)
  if (!data.success) return null
  return {
    type,
    eventId: update.event_id as EventId,
    schemaVersion: 1,
    tenantId: '',
    facilityId: '',
    occurredAt: update.occurred_at,
    recordedAt: update.recorded_at,
    actor: update.actor,
    subject: update.subject,
    correlationId: update.correlation_id,
    causationId: update.causation_id as EventId | null,
    commandId: update.command_id,
    source: { service: 'wardline', version: '' },
    action: update.action as Action,
    resource,
    related: (update.related ?? []) as unknown as Stored[],
    data: data.data,
  } as unknown as ClinicalEvent
}

/** Returns one delivery per room that the update names. The position of an event that cannot be read still counts. */
export function deliveriesOf(update: Update): readonly Delivery[] {
  const event = eventOf(update)
  return Object.entries(update.positions).map(([name, at]) => ({
    room: name as Room,
    epoch: update.epoch,
    seq: at.seq,
    prev: at.prev,
    event,
  }))
}
