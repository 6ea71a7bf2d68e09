import type { ClinicalEvent } from '@wardline/events'
import { encryptPayload, type PayloadEncryption } from './payload-encryption.ts'

/** Serialises an event for other systems: document 003's envelope around FHIR R4, the same as for inbound messages. */
export const serializeEvent =
  (encrypt: PayloadEncryption) =>
  async (event: ClinicalEvent): Promise<string> =>
    JSON.stringify({
      eventId: event.eventId,
      eventType: event.type,
      timestamp: event.occurredAt,
      version: '1.0',
      patientId: event.subject?.patientId ?? null,
      patientMRN: event.subject?.mrn ?? null,
      facilityId: event.facilityId,
      tenantId: event.tenantId,
      userId: event.actor.userId,
      userName: event.actor.name,
      userRole: event.actor.role,
      correlationId: event.correlationId,
      causationId: event.causationId,
      source: event.source.service,
      sourceVersion: event.source.version,
      data: {
        resource: await encryptPayload(event.resource, encrypt),
        related: await Promise.all(event.related.map((resource) => encryptPayload(resource, encrypt))),
        details: event.data,
      },
      metadata: { recordedAt: event.recordedAt, action: event.action },
    })
