import { type ClinicalEvent, eventTypes } from '@wardline/events'
import { anEvent } from '@wardline/events/testing'
import { expect, it } from 'vitest'
import { asPublished } from './as-published.ts'

it.each(eventTypes)('%s leaves in the envelope of document 003, with its resources', (type) => {
  const event = anEvent(type) as ClinicalEvent
  const message = JSON.parse(asPublished(event))
  expect(message).toMatchObject({
    eventId: event.eventId,
    eventType: type,
    timestamp: event.occurredAt,
    version: '1.0',
    patientId: event.subject?.patientId ?? null,
    userId: event.actor.userId,
    correlationId: event.correlationId,
    data: { resource: { resourceType: event.resource.resourceType, id: event.resource.id } },
  })
})
