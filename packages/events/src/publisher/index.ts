/** For systems that tell Wardline what happened: typed, checked before it leaves, safe to send twice. */
import type { FhirResource } from 'fhir/r4'
import type { NewEvent } from '../catalog/index.ts'
import { publishedEventSchema } from '../interop/published-event.ts'
import { type InboundType, mayPublish, type Publisher } from '../interop/publishers.ts'
import type { InboundResource } from '../interop/resources.ts'
import { inboundSubjectOf } from '../nats-subjects.ts'

export { type InboundType, type Publisher, publishers } from '../interop/publishers.ts'

/**
 * What carries messages. With NATS JetStream: `(subject, body, headers) => js.publish(subject, body, { headers })`.
 * Resolves once the broker has stored the message; rejects when it has not.
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

/** Who it is about: by id, by medical record number, or both. Left out only for what concerns no patient. */
interface About {
  readonly patientId?: string
  readonly patientMRN?: string
}

export interface Payload<T extends InboundType> extends About {
  /** FHIR R4, of the kind the event is about; a critical value or finding is told with the value or report itself. Its id is the sender's and stays. */
  readonly resource: InboundResource<T> & { readonly id: string }
  readonly related?: readonly FhirResource[]
  /** The catalogue's payload, as far as it is known. */
  readonly details?: Partial<NewEvent<T>['data']>
  /** Who did it. */
  readonly by?: { readonly userId: string; readonly name: string; readonly role?: string }
  /** When it happened; now, when absent. */
  readonly occurredAt?: Date
  readonly correlationId?: string
  readonly causationId?: string
  /** The same message again has the same id, and no second effect. Made when absent. */
  readonly eventId?: string
}

export interface EventPublisher {
  /**
   * Answers the event's id once the broker has it. Tried three times; after that the caller may try again with the same
   * id. @throws Error when the message would not be let in: what is wrong stands in its text, nothing of the patient.
   */
  publish<T extends InboundType>(eventType: T, payload: Payload<T>): Promise<string>
}

const ATTEMPTS = 3

async function stored(send: () => Promise<unknown>, left = ATTEMPTS - 1): Promise<void> {
  try {
    await send()
  } catch (error) {
    if (left === 0) throw error
    await stored(send, left - 1)
  }
}

export function openPublisher(transport: Transport, { source, sourceVersion, facilityId, tenantId }: PublisherOptions): EventPublisher {
  return {
    async publish(eventType, { resource, related = [], details = {}, by, occurredAt, eventId, ...given }) {
      if (!mayPublish(source, eventType)) throw new Error(`${source} does not publish ${eventType}.`)
      const message = {
        eventId: eventId ?? crypto.randomUUID(),
        eventType,
        timestamp: (occurredAt ?? new Date()).toISOString(),
        version: '1.0',
        ...given,
        facilityId,
        tenantId,
        ...(by ? { userId: by.userId, userName: by.name, ...(by.role ? { userRole: by.role } : {}) } : {}),
        source,
        sourceVersion,
        data: { resource, related, details },
      }
      // As the other side will read it: dates as text, nothing undefined.
      const body = JSON.stringify(message)
      const checked = publishedEventSchema.safeParse(JSON.parse(body))
      if (!checked.success) {
        const faults = checked.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
        throw new Error(`${eventType} would not be let in: ${faults.join('; ')}`)
      }
      await stored(() => transport.publish(inboundSubjectOf(eventType), body, { 'Nats-Msg-Id': message.eventId }))
      return message.eventId
    },
  }
}
