/** Publisher for other systems: typed, validated before sending, idempotent. */
import type { FhirResource } from 'fhir/r4'
import type { NewEvent } from '../catalog/index.ts'
import { publishedEventSchema } from '../interop/published-event.ts'
import { type InboundType, mayPublish, type Publisher } from '../interop/publishers.ts'
import type { InboundResource } from '../interop/resources.ts'
import { inboundSubjectOf } from '../nats-subjects.ts'

export { type InboundType, type Publisher, publishers } from '../interop/publishers.ts'

/**
 * Sends messages. With NATS JetStream: `(subject, body, headers) => js.publish(subject, body, { headers })`.
 * Resolves once the broker has stored the message and rejects otherwise.
 */
export interface Transport {
  publish(subject: string, body: string, headers: Readonly<Record<string, string>>): Promise<unknown>
}

export interface PublisherOptions {
  readonly source: Publisher
  readonly sourceVersion: string
  readonly facilityId: string
  readonly tenantId: string
}

/** The patient by id, medical record number, or both; omitted only for events without a patient. */
interface About {
  readonly patientId?: string
  readonly patientMRN?: string
}

export interface Payload<T extends InboundType> extends About {
  /** FHIR R4 resource of the event type; for critical alerts, the value or the report. The sender's id is kept. */
  readonly resource: InboundResource<T> & { readonly id: string }
  readonly related?: readonly FhirResource[]
  /** The event payload, as far as known. */
  readonly details?: Partial<NewEvent<T>['data']>
  /** The user who caused the event. */
  readonly by?: { readonly userId: string; readonly name: string; readonly role?: string }
  /** Time of the event; defaults to now. */
  readonly occurredAt?: Date
  readonly correlationId?: string
  readonly causationId?: string
  /** Reused when a message is sent again, so that it has no second effect; generated when absent. */
  readonly eventId?: string
}

export interface EventPublisher {
  /**
   * Returns the event's id once the broker has stored the message. Makes three attempts; after that the caller may retry with
   * the same id. @throws Error when the message is invalid; its text has the paths and errors, no patient data.
   */
  publish<T extends InboundType>(eventType: T, payload: Payload<T>): Promise<string>
}

const ATTEMPTS = 3

async function sendWithRetry(send: () => Promise<unknown>, attemptsLeft = ATTEMPTS - 1): Promise<void> {
  try {
    await send()
  } catch (error) {
    if (attemptsLeft === 0) throw error
    await sendWithRetry(send, attemptsLeft - 1)
  }
}

export function openPublisher(transport: Transport, { source, sourceVersion, facilityId, tenantId }: PublisherOptions): EventPublisher {
  return {
    async publish(eventType, { resource, related = [], details = {}, by, occurredAt, eventId, ...fields }) {
      if (!mayPublish(source, eventType)) throw new Error(`${source} may not publish ${eventType}.`)
      const message = {
        eventId: eventId ?? crypto.randomUUID(),
        eventType,
        timestamp: (occurredAt ?? new Date()).toISOString(),
        version: '1.0',
        ...fields,
        facilityId,
        tenantId,
        ...(by ? { userId: by.userId, userName: by.name, ...(by.role ? { userRole: by.role } : {}) } : {}),
        source,
        sourceVersion,
        data: { resource, related, details },
      }
      // Validated as the receiver parses it: dates as text, no undefined values.
      const body = JSON.stringify(message)
      const result = publishedEventSchema.safeParse(JSON.parse(body))
      if (!result.success) {
        const faults = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
        throw new Error(`${eventType} is invalid: ${faults.join('; ')}`)
      }
      await sendWithRetry(() => transport.publish(inboundSubjectOf(eventType), body, { 'Nats-Msg-Id': message.eventId }))
      return message.eventId
    },
  }
}
