import { randomUUID } from 'node:crypto'
import { type JetStreamManager, jetstream, jetstreamManager } from '@nats-io/jetstream'
import { headers, nanos } from '@nats-io/transport-node'
import { referTo } from '@wardline/events'
import { type EventPublisher, openPublisher } from '@wardline/events/publisher'
import { samples } from '@wardline/events/testing'
import { connectNats, type Nats } from '../../apps/bff/src/bus/nats.ts'
import { INBOUND_STREAM } from '../../apps/bff/src/bus/streams.ts'
import { INBOUND_CONSUMER } from '../../apps/bff/src/ingest/inbound/jetstream-consumer.ts'

/** A published message. */
interface Sent {
  readonly subject: string
  readonly body: string
  readonly id: string
}

/** A laboratory system that uses the published client over NATS JetStream, like other systems. */
export class Laboratory {
  readonly sent: Sent[] = []
  readonly #nats: Nats
  readonly #manager: JetStreamManager
  readonly #publisher: EventPublisher

  private constructor(nats: Nats, manager: JetStreamManager) {
    this.#nats = nats
    this.#manager = manager
    this.#publisher = openPublisher(
      {
        publish: (subject, body, messageHeaders) => {
          const message = { subject, body, id: messageHeaders['Nats-Msg-Id'] ?? '' }
          this.sent.push(message)
          return this.#send(message)
        },
      },
      { source: 'lab-service', sourceVersion: '1.0', facilityId: 'main', tenantId: 'wardline' },
    )
  }

  static async open(url: string): Promise<Laboratory> {
    const nats = await connectNats({ url, name: 'laboratory' })
    return new Laboratory(nats, await jetstreamManager(nats.connection))
  }

  close(): Promise<void> {
    return this.#nats.close()
  }

  /** Publishes a result. Returns the message's id. The same report id is a later version of the report. */
  result(patientId: string, { reportId = randomUUID(), text = 'Potassium', at = new Date() } = {}): Promise<string> {
    const resource = {
      ...samples.sampleReport(),
      id: reportId,
      meta: undefined,
      subject: referTo('Patient', patientId),
      basedOn: undefined,
      result: [],
      conclusion: text,
    }
    return this.#publisher.publish('lab.result.available', { patientId, resource, details: { orderId: null }, occurredAt: at })
  }

  critical(patientId: string): Promise<string> {
    const resource = {
      ...samples.sampleObservation(),
      id: randomUUID(),
      meta: undefined,
      subject: referTo('Patient', patientId),
      basedOn: undefined,
    }
    return this.#publisher.publish('lab.critical.alert', { patientId, resource, details: { limit: '≥ 6.5 mmol/L' } })
  }

  /** Repeats a message, like a sender without an acknowledgement. Returns false when NATS dropped it as a duplicate. */
  async repeat(message: Sent): Promise<boolean> {
    return !(await this.#send(message)).duplicate
  }

  /** Sets how long NATS detects duplicates. */
  async setDuplicateWindow(ms: number): Promise<void> {
    await this.#manager.streams.update(INBOUND_STREAM, { duplicate_window: nanos(ms) })
  }

  /** Sets after how long an unacknowledged message is redelivered. */
  async setRedeliveryAfter(ms: number): Promise<void> {
    await this.#manager.consumers.update(INBOUND_STREAM, INBOUND_CONSUMER, { ack_wait: nanos(ms) })
  }

  /** Returns the number of unacknowledged messages, and of all deliveries including redeliveries. */
  async progress(): Promise<{ readonly unacknowledged: number; readonly deliveries: number }> {
    const { num_pending, num_ack_pending, delivered } = await this.#manager.consumers.info(INBOUND_STREAM, INBOUND_CONSUMER)
    return { unacknowledged: num_pending + num_ack_pending, deliveries: delivered.consumer_seq }
  }

  #send({ subject, body, id }: Sent) {
    const messageHeaders = headers()
    messageHeaders.set('Nats-Msg-Id', id)
    return jetstream(this.#nats.connection).publish(subject, body, { headers: messageHeaders })
  }
}
