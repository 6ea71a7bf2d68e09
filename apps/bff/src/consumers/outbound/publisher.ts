import { type JetStreamClient, jetstream } from '@nats-io/jetstream'
import { busSubjectOf, type ClinicalEvent } from '@wardline/events'
import type { Nats } from '../../bus/nats.ts'
import type { Acknowledged } from './publication-ledger.ts'

/** Unacknowledged messages at once; further events are left to the reconciliation. */
const IN_FLIGHT = 1_000
/** A message unacknowledged for this long counts as not stored; a duplicate is dropped by NATS. */
const ACKNOWLEDGED_WITHIN_MS = 5_000

/** Allowance for headers in NATS's payload limit. */
const HEADER_BYTES = 1_024

export interface PublisherOptions {
  readonly nats: Nats
  readonly serialize: (event: ClinicalEvent) => Promise<string>
  /** Creation time of a stream as last seen. */
  readonly streamIdOf: (stream: string) => string
  readonly onAcknowledged: (entry: Acknowledged) => void
  readonly onTooLarge: (event: ClinicalEvent, bytes: number) => void
  /** Called when sending failed or was not acknowledged. */
  readonly onError: (error: unknown) => void
}

/**
 * Publishes events to the stream of their topic under their own id, so that NATS drops duplicates. Publishing is not
 * awaited; missing events are found by the reconciliation.
 */
export class Publisher {
  readonly #options: PublisherOptions
  readonly #streams: JetStreamClient
  readonly #inFlight = new Set<Promise<void>>()

  constructor(options: PublisherOptions) {
    this.#options = options
    this.#streams = jetstream(options.nats.connection, { timeout: ACKNOWLEDGED_WITHIN_MS })
  }

  /** Returns whether the event was sent. */
  publish(event: ClinicalEvent): boolean {
    if (!this.#options.nats.connected || this.#inFlight.size >= IN_FLIGHT) return false
    const sending = this.#send(event).finally(() => this.#inFlight.delete(sending))
    this.#inFlight.add(sending)
    return true
  }

  /** Resolves when all sent events are acknowledged or have failed. */
  async settled(): Promise<void> {
    await Promise.all(this.#inFlight)
  }

  async #send(event: ClinicalEvent): Promise<void> {
    const { nats, serialize, streamIdOf, onAcknowledged, onTooLarge, onError } = this.#options
    try {
      const body = Buffer.from(await serialize(event))
      if (body.length > (nats.connection.info?.max_payload ?? Number.POSITIVE_INFINITY) - HEADER_BYTES) {
        onTooLarge(event, body.length)
        // Recorded in the ledger under no stream, so that it does not count as missing.
        return onAcknowledged({ eventId: event.eventId, stream: 'none', life: event.eventId, seq: 0 })
      }
      const { stream, seq } = await this.#streams.publish(busSubjectOf(event), body, { msgID: event.eventId })
      onAcknowledged({ eventId: event.eventId, stream, life: streamIdOf(stream), seq })
    } catch (error) {
      onError(error)
    }
  }
}
