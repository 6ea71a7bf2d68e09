import type { ClinicalEvent, Delivery, Stored } from '@wardline/events'
import type { Update } from './update.ts'

export interface EncodeOptions {
  /** false gives the `advance` form: positions without payload. */
  readonly whole?: boolean
  readonly marks?: Update['marks']
}

/** Returns the update of one event for one room. */
export function toUpdate(event: ClinicalEvent, at: Omit<Delivery, 'event'>, { whole = true, marks }: EncodeOptions = {}): Update {
  const resource: Stored = event.resource
  return {
    action: event.action,
    resource_type: resource.resourceType,
    resource_id: resource.id,
    patient_id: event.subject?.patientId ?? null,
    event_type: event.type,
    resource: whole ? (resource as unknown as Update['resource']) : null,
    event_id: event.eventId,
    version_id: resource.meta.versionId,
    positions: { [at.room]: { seq: at.seq, prev: at.prev } },
    epoch: at.epoch,
    occurred_at: event.occurredAt,
    recorded_at: event.recordedAt,
    actor: event.actor,
    subject: event.subject,
    ...(whole ? { related: event.related as unknown as Update['related'], data: event.data } : {}),
    command_id: event.commandId,
    correlation_id: event.correlationId,
    causation_id: event.causationId,
    ...(marks ? { marks } : {}),
  }
}
