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

/** All processes draw from one consumer: each message goes to one of them (U11). */
export const INBOUND_CONSUMER = 'wardline'

export interface ListenerParts {
  readonly nats: Nats
  readonly take: (subject: string, bytes: Uint8Array) => Promise<Taken>
  /** Keeps what cannot be taken in, with its reason. */
  readonly bury: (letter: RejectedMessage, reason: string, attempts: number) => Promise<void>
  readonly paused: () => boolean
  readonly counted: (outcome: Taken | RejectionReason | 'failed' | 'again') => void
  readonly failed: (error: unknown) => void
  /** Tests wait less. */
  readonly backoffMs?: readonly number[]
}

interface RejectedMessage {
  readonly id: string
  readonly subject: string
  readonly eventId: string | null
  readonly payload: string
}

/** Between the tries; after the fifth a message is set aside. */
const BACKOFF_MS = [500, 2_000, 10_000, 30_000]
/** While the database is away nothing is counted against a message. */
const OUTAGE_MS = 2_000
/** A process that died gives its messages back after it. */
const ACK_WITHIN_MS = 30_000
/** Messages in hand at once: the record takes commands of people beside them. */
const AT_ONCE = 8
/** While paused, and between two tries at reaching the consumer. */
const LOOK_MS = 1_000
const NOT_FOUND = new Set([10_014, 10_059])

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms).unref())

/** An id for the letter that every delivery of the message shares. */
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
 * Takes messages of other systems from the inbound stream: acknowledged only after they were recorded, tried five times,
 * then set aside (realtime.md 7). What fails holds up nothing else: others are in hand beside it (R8).
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

  /** Messages that wait or are in hand, of all processes; null while NATS is away. */
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
        // The stream is made by whoever starts first, and again after NATS lost it.
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
    const reason = error instanceof Rejected ? `${error.reason}: ${error.message}` : 'the record could not take it'
    const letter = { id: letterId(message), subject: message.subject, eventId: eventIdIn(payload), payload }
    // Kept first: a message that is nowhere is lost.
    await bury(letter, reason, attempts)
    message.ack()
    counted(error instanceof Rejected ? error.reason : 'failed')
  }
}
