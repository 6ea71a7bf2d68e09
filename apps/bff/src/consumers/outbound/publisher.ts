import { type JetStreamClient, jetstream } from '@nats-io/jetstream'
import { busSubjectOf, type ClinicalEvent } from '@wardline/events'
import type { Nats } from '../../bus/nats.ts'
import type { Acknowledged } from './publication-ledger.ts'

/** Awaiting the streams' word at once; beyond it nothing more is sent and the reconciler makes up for it. */
const IN_FLIGHT = 1_000
/** A stream that does not answer within it has not stored the message, or says so when it is sent again. */
const ACKNOWLEDGED_WITHIN_MS = 5_000

/** What NATS counts beside the body. */
const HEADER_BYTES = 1_024

export interface PublisherParts {
  readonly nats: Nats
  readonly bodyOf: (event: ClinicalEvent) => Promise<string>
  /** The life of a stream as it was last seen. */
  readonly lifeOf: (stream: string) => string
  readonly acknowledged: (entry: Acknowledged) => void
  readonly tooLarge: (event: ClinicalEvent, bytes: number) => void
  /** Could not be sent, or nobody said that it was stored. */
  readonly failed: (error: unknown) => void
}

/**
 * Tells other systems what happened: every event goes to its topic's stream under its own id, so that a repetition is
 * dropped there. Nobody waits for it; what does not arrive is found by the reconciler.
 */
export class Publisher {
  readonly #parts: PublisherParts
  readonly #streams: JetStreamClient
  readonly #inFlight = new Set<Promise<void>>()

  constructor(parts: PublisherParts) {
    this.#parts = parts
    this.#streams = jetstream(parts.nats.connection, { timeout: ACKNOWLEDGED_WITHIN_MS })
  }

  /** Answers whether it was sent at all. */
  publish(event: ClinicalEvent): boolean {
    if (!this.#parts.nats.connected || this.#inFlight.size >= IN_FLIGHT) return false
    const sending = this.#send(event).finally(() => this.#inFlight.delete(sending))
    this.#inFlight.add(sending)
    return true
  }

  /** Everything that was sent is stored or given up. */
  async settled(): Promise<void> {
    await Promise.all(this.#inFlight)
  }

  async #send(event: ClinicalEvent): Promise<void> {
    const { nats, bodyOf, lifeOf, acknowledged, tooLarge, failed } = this.#parts
    try {
      const body = Buffer.from(await bodyOf(event))
      if (body.length > (nats.connection.info?.max_payload ?? Number.POSITIVE_INFINITY) - HEADER_BYTES) {
        tooLarge(event, body.length)
        // It has its place, which is in no stream: nobody need look for it again.
        return acknowledged({ eventId: event.eventId, stream: 'none', life: event.eventId, seq: 0 })
      }
      const { stream, seq } = await this.#streams.publish(busSubjectOf(event), body, { msgID: event.eventId })
      acknowledged({ eventId: event.eventId, stream, life: lifeOf(stream), seq })
    } catch (error) {
      failed(error)
    }
  }
}
