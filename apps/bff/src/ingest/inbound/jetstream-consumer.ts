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
import type { InboundOutcome } from './inbound-processor.ts'
import { Rejected, type RejectionReason } from './rejection.ts'

/** Durable consumer shared by all processes: each message is delivered to one of them (U11). */
export const INBOUND_CONSUMER = 'wardline'

export interface ConsumerDependencies {
  readonly nats: Nats
  readonly processMessage: (subject: string, bytes: Uint8Array) => Promise<InboundOutcome>
  /** Stores a message that cannot be recorded as a dead letter. */
  readonly deadLetter: (rejected: RejectedMessage, reason: string, attempts: number) => Promise<void>
  readonly isPaused: () => boolean
  readonly onOutcome: (outcome: InboundOutcome | RejectionReason | 'failed' | 'again') => void
  readonly onError: (error: unknown) => void
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
const OUTAGE_DELAY_MS = 2_000
/** Messages of a crashed process are redelivered after this time. */
const ACK_WITHIN_MS = 30_000
/** Maximum messages processed concurrently, so that user commands are not slowed down. */
const MAX_IN_FLIGHT = 8
/** Polling interval while paused, and between attempts to reach the consumer. */
const POLL_INTERVAL_MS = 1_000
const NOT_FOUND = new Set([10_014, 10_059])

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms).unref())

/** Returns the dead-letter id, which is the same for every delivery of the message. */
const deadLetterId = ({ info, headers, seq }: JsMsg): string =>
  `${info.stream}/${seq}/${headers?.get('Nats-Msg-Id') ?? info.timestampNanos}`

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
export class InboundConsumer {
  readonly #dependencies: ConsumerDependencies
  readonly #inFlight = new Set<Promise<void>>()
  #messages: ConsumerMessages | null = null
  #stopped = false
  #running: Promise<void> = Promise.resolve()

  constructor(dependencies: ConsumerDependencies) {
    this.#dependencies = dependencies
  }

  start(): void {
    this.#running = this.#run()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#messages?.close()
    await this.#running
    await Promise.all(this.#inFlight)
  }

  /** Returns the number of pending and unacknowledged messages of all processes; null while NATS is unreachable. */
  async lag(): Promise<number | null> {
    const { nats } = this.#dependencies
    if (!nats.connected) return null
    const manager = await jetstreamManager(nats.connection)
    const info = await manager.consumers.info(INBOUND_STREAM, INBOUND_CONSUMER).catch(() => null)
    return info && info.num_pending + info.num_ack_pending
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      try {
        if (this.#dependencies.isPaused() || !this.#dependencies.nats.connected) await pause(POLL_INTERVAL_MS)
        else await this.#consume()
      } catch (error) {
        // The stream is missing until the first process has created it, and after NATS lost its data.
        if (!(error instanceof JetStreamApiError && NOT_FOUND.has(error.code))) this.#dependencies.onError(error)
        await pause(POLL_INTERVAL_MS)
      }
    }
  }

  async #consume(): Promise<void> {
    const { connection } = this.#dependencies.nats
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
      max_messages: MAX_IN_FLIGHT,
      expires: 5_000,
      idle_heartbeat: 1_000,
      abort_on_missing_resource: true,
    })
    this.#messages = messages
    try {
      for await (const message of messages) {
        const processing: Promise<void> = this.#process(message)
          .catch(this.#dependencies.onError)
          .finally(() => this.#inFlight.delete(processing))
        this.#inFlight.add(processing)
        if (this.#inFlight.size >= MAX_IN_FLIGHT) await Promise.race(this.#inFlight)
        if (this.#dependencies.isPaused()) break
      }
    } finally {
      this.#messages = null
      await messages.close()
    }
  }

  async #process(message: JsMsg): Promise<void> {
    const { processMessage, onOutcome, onError } = this.#dependencies
    try {
      const outcome = await processMessage(message.subject, message.data)
      message.ack()
      onOutcome(outcome)
    } catch (error) {
      if (error instanceof Refusal && error.code === 'OUTAGE') {
        message.nak(OUTAGE_DELAY_MS)
        onOutcome('again')
      } else if (error instanceof Rejected) await this.#reject(message, error)
      else {
        onError(error)
        await this.#reject(message, error)
      }
    }
  }

  async #reject(message: JsMsg, error: unknown): Promise<void> {
    const { deadLetter, onOutcome, backoffMs = BACKOFF_MS } = this.#dependencies
    const attempts = message.info.deliveryCount
    const delayMs = backoffMs[attempts - 1]
    const isFinal = error instanceof Rejected && !error.isRetryable
    if (!isFinal && delayMs !== undefined) {
      message.nak(delayMs)
      return onOutcome('again')
    }
    const payload = new TextDecoder().decode(message.data)
    const reason = error instanceof Rejected ? `${error.reason}: ${error.message}` : 'the message could not be recorded'
    const rejected = { id: deadLetterId(message), subject: message.subject, eventId: eventIdIn(payload), payload }
    // Stored before the acknowledgement, otherwise a crash would lose the message.
    await deadLetter(rejected, reason, attempts)
    message.ack()
    onOutcome(error instanceof Rejected ? error.reason : 'failed')
  }
}
