import {
  AckPolicy,
  type ConsumerMessages,
  DeliverPolicy,
  JetStreamApiError,
  type JsMsg,
  jetstream,
  jetstreamManager,
} from '@nats-io/jetstream'
import { nanos } from '@nats-io/transport-node'
import type { Nats } from '../../bus/nats.ts'
import { INBOUND_STREAM } from '../../bus/streams.ts'
import { Refusal } from '../../commands/refusal.ts'
import type { Taken } from './inbound-processor.ts'
import { Rejected, type RejectionReason } from './rejection.ts'

/** Durable consumer shared by all processes: each message is delivered to one of them (U11). */
export const INBOUND_CONSUMER = 'wardline'

export interface ListenerParts {
  readonly nats: Nats
  readonly take: (subject: string, bytes: Uint8Array) => Promise<Taken>
  /** Stores a message that cannot be recorded as a dead letter. */
  readonly bury: (letter: RejectedMessage, reason: string, attempts: number) => Promise<void>
  readonly paused: () => boolean
  readonly counted: (outcome: Taken | RejectionReason | 'failed' | 'again') => void
  readonly failed: (error: unknown) => void
  /** Shorter in tests. */
  readonly backoffMs?: readonly number[]
}

interface RejectedMessage {
  readonly id: string
  readonly subject: string
  readonly eventId: string | null
  readonly payload: string
}

/** Delays between deliveries; after the fifth a message is dead-lettered. */
const BACKOFF_MS = [500, 2_000, 10_000, 30_000]
/** Redelivery delay during a database outage, which never dead-letters a message. */
const OUTAGE_MS = 2_000
/** Messages of a crashed process are redelivered after this time. */
const ACK_WITHIN_MS = 30_000
/** Maximum messages processed concurrently, so that user commands are not slowed down. */
const AT_ONCE = 8
/** Polling interval while paused, and between attempts to reach the consumer. */
const LOOK_MS = 1_000
const NOT_FOUND = new Set([10_014, 10_059])

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms).unref())

/** Returns the dead-letter id, which is the same for every delivery of the message. */
const letterId = ({ info, headers, seq }: JsMsg): string => `${info.stream}/${seq}/${headers?.get('Nats-Msg-Id') ?? info.timestampNanos}`

function eventIdIn(text: string): string | null {
  try {
    const { eventId } = JSON.parse(text) as { eventId?: unknown }
    return typeof eventId === 'string' ? eventId.slice(0, 64) : null
  } catch {
    return null
  }
}

/**
 * Consumes the inbound stream: a message is acknowledged only after it was recorded, delivered up to five times and then
 * dead-lettered (realtime.md 7). A failing message does not block the others (R8).
 */
export class Listener {
  readonly #parts: ListenerParts
  readonly #inHand = new Set<Promise<void>>()
  #messages: ConsumerMessages | null = null
  #stopped = false
  #running: Promise<void> = Promise.resolve()

  constructor(parts: ListenerParts) {
    this.#parts = parts
  }

  start(): void {
    this.#running = this.#listen()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#messages?.close()
    await this.#running
    await Promise.all(this.#inHand)
  }

  /** Returns the number of pending and unacknowledged messages of all processes; null while NATS is unreachable. */
  async lag(): Promise<number | null> {
    const { nats } = this.#parts
    if (!nats.connected) return null
    const manager = await jetstreamManager(nats.connection)
    const info = await manager.consumers.info(INBOUND_STREAM, INBOUND_CONSUMER).catch(() => null)
    return info && info.num_pending + info.num_ack_pending
  }

  async #listen(): Promise<void> {
    while (!this.#stopped) {
      try {
        if (this.#parts.paused() || !this.#parts.nats.connected) await pause(LOOK_MS)
        else await this.#consume()
      } catch (error) {
        // The stream is missing until the first process has created it, and after NATS lost its data.
        if (!(error instanceof JetStreamApiError && NOT_FOUND.has(error.code))) this.#parts.failed(error)
        await pause(LOOK_MS)
      }
    }
  }

  async #consume(): Promise<void> {
    const { connection } = this.#parts.nats
    const manager = await jetstreamManager(connection)
    await manager.consumers.add(INBOUND_STREAM, {
      durable_name: INBOUND_CONSUMER,
      ack_policy: AckPolicy.Explicit,
      deliver_policy: DeliverPolicy.All,
      ack_wait: nanos(ACK_WITHIN_MS),
      max_ack_pending: 1_000,
    })
    const consumer = await jetstream(connection).consumers.get(INBOUND_STREAM, INBOUND_CONSUMER)
    const messages = await consumer.consume({
      max_messages: AT_ONCE,
      expires: 5_000,
      idle_heartbeat: 1_000,
      abort_on_missing_resource: true,
    })
    this.#messages = messages
    try {
      for await (const message of messages) {
        const taking: Promise<void> = this.#take(message)
          .catch(this.#parts.failed)
          .finally(() => this.#inHand.delete(taking))
        this.#inHand.add(taking)
        if (this.#inHand.size >= AT_ONCE) await Promise.race(this.#inHand)
        if (this.#parts.paused()) break
      }
    } finally {
      this.#messages = null
      await messages.close()
    }
  }

  async #take(message: JsMsg): Promise<void> {
    const { take, counted, failed } = this.#parts
    try {
      const taken = await take(message.subject, message.data)
      message.ack()
      counted(taken)
    } catch (error) {
      if (error instanceof Refusal && error.code === 'OUTAGE') {
        message.nak(OUTAGE_MS)
        counted('again')
      } else if (error instanceof Rejected) await this.#reject(message, error)
      else {
        failed(error)
        await this.#reject(message, error)
      }
    }
  }

  async #reject(message: JsMsg, error: unknown): Promise<void> {
    const { bury, counted, backoffMs = BACKOFF_MS } = this.#parts
    const attempts = message.info.deliveryCount
    const again = backoffMs[attempts - 1]
    const isFinal = error instanceof Rejected && !error.mayCome
    if (!isFinal && again !== undefined) {
      message.nak(again)
      return counted('again')
    }
    const payload = new TextDecoder().decode(message.data)
    const reason = error instanceof Rejected ? `${error.reason}: ${error.message}` : 'the message could not be recorded'
    const letter = { id: letterId(message), subject: message.subject, eventId: eventIdIn(payload), payload }
    // Stored before the acknowledgement, otherwise a crash would lose the message.
    await bury(letter, reason, attempts)
    message.ack()
    counted(error instanceof Rejected ? error.reason : 'failed')
  }
}
