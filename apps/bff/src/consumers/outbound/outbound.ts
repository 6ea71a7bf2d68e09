import { type ClinicalEvent, declarationOf, eventTypes, topics } from '@wardline/events'
import type { Bus } from '../../bus/bus.ts'
import type { Nats } from '../../bus/nats.ts'
import { ensureStreams, type StreamState, streamStates } from '../../bus/streams.ts'
import { ConsumerLoop } from '../log/consumer-loop.ts'
import type { ConsumerPauses } from '../log/consumer-pauses.ts'
import { DelayedWrite } from '../log/delayed-write.ts'
import { type Acknowledged, PUBLISHER, type PublicationLedger } from './publication-ledger.ts'
import { Publisher } from './publisher.ts'

/** Interval of writing acknowledgements to the ledger, in one statement. */
const LEDGER_MS = 100
/** How long after its recording time an event may still be in flight from its instance, or not yet committed. */
const SETTLED_MS = 5_000
/** More than the clock difference of two instances and the longest transaction. */
const OVERLAP_MS = 60_000
const BATCH_SIZE = 500
/** The lag is counted up to this. */
const MAX_COUNT = 100_000
const DAY_MS = 86_400_000

/** Event types by retention, so that each group is searched with one time limit. */
const byRetention = Map.groupBy(eventTypes, (type) => topics[declarationOf(type).topic].retentionDays)

export interface OutboundOptions {
  readonly nats: Nats
  readonly replicas: number
  readonly ledger: PublicationLedger
  /** Source of this instance's own commits. */
  readonly bus: Pick<Bus, 'subscribe'>
  readonly serialize: (event: ClinicalEvent) => Promise<string>
  readonly now: () => Date
  readonly pauses: Pick<ConsumerPauses, 'isPaused' | 'onResumed'>
  /** Called when a stream has acknowledged an event. */
  readonly onPublished?: (stream: string) => void
  /** Called with the stream of each event that a stream lost; these are published again. */
  readonly lost?: (streams: readonly string[]) => void
  /** Called for an event over NATS's size limit, which stays in the log only. */
  readonly onTooLarge: (event: ClinicalEvent, bytes: number) => void
  readonly onError: (error: unknown) => void
  readonly sweepMs?: number
  readonly settledMs?: number
}

/**
 * Keeps the streams as complete as the log. Events recorded by this instance are published after the response. Events that
 * a stream lacks, because an instance died or NATS was down, wiped or restored, are found in the ledger and published
 * again (R9). Its queue is the ledger instead of offsets per room (decision 033).
 */
export class Outbound {
  readonly #options: OutboundOptions
  readonly #loop: ConsumerLoop
  readonly #publisher: Publisher
  readonly #ledgerWrite: DelayedWrite
  readonly #streamIds = new Map<string, string>()
  #acknowledged: Acknowledged[] = []
  #stored = 0
  #unsubscribe: () => void = () => undefined

  constructor(options: OutboundOptions) {
    this.#options = options
    this.#loop = new ConsumerLoop({
      name: PUBLISHER,
      bus: options.bus,
      pauses: options.pauses,
      onWake: ({ entries }) => {
        for (const event of new Map(entries.map(({ event }) => [event.eventId, event])).values()) this.#publisher.publish(event)
      },
      onSweep: () => this.#reconcile(),
      onError: options.onError,
      sweepMs: options.sweepMs,
    })
    this.#ledgerWrite = new DelayedWrite(() => this.#write(), LEDGER_MS, options.onError)
    this.#publisher = new Publisher({
      nats: options.nats,
      serialize: options.serialize,
      streamIdOf: (stream) => this.#streamIds.get(stream) ?? '',
      onAcknowledged: (entry) => this.#onAcknowledged(entry),
      onTooLarge: options.onTooLarge,
      onError: options.onError,
    })
  }

  start(): void {
    this.#unsubscribe = this.#options.nats.onChange((connected) => void (connected && this.reconcile()))
    this.#loop.start()
    void this.reconcile()
  }

  async stop(): Promise<void> {
    this.#unsubscribe()
    await this.#loop.stop()
    if (this.#options.nats.connected) await this.#publisher.settled()
    await this.#ledgerWrite.flush()
  }

  /** Returns the number of events that no stream has acknowledged. */
  async lag(): Promise<number> {
    const { ledger, now } = this.#options
    return ledger.countMissing(await ledger.completeUntil(), now(), MAX_COUNT)
  }

  /** Publishes what the streams lack. Runs are serialised; without NATS or the database a run does nothing. */
  reconcile(): Promise<void> {
    return this.#loop.sweep().catch(this.#options.onError)
  }

  async #reconcile(): Promise<void> {
    const { nats, replicas, ledger, now, settledMs = SETTLED_MS } = this.#options
    if (!nats.connected) return
    await this.#ledgerWrite.flush()
    await ensureStreams(nats, replicas)
    const states = await streamStates(nats)
    this.#rememberStreams(states)
    const lost = await ledger.strike(states)
    this.#options.lost?.(lost)
    const from = await ledger.completeUntil()
    const until = new Date(now().getTime() - settledMs)
    const isComplete = await this.#sendMissing(from, until)
    // The next run starts a little earlier, because clocks differ.
    if (isComplete && until > from) await ledger.advance(from, new Date(Math.max(from.getTime(), until.getTime() - OVERLAP_MS)))
  }

  #rememberStreams(states: readonly StreamState[]): void {
    for (const { stream, life } of states) this.#streamIds.set(stream, life)
  }

  /** Returns whether all events up to that time are published now. */
  async #sendMissing(from: Date, until: Date): Promise<boolean> {
    const { ledger, now } = this.#options
    for (const [days, types] of byRetention) {
      const oldest = new Date(now().getTime() - days * DAY_MS)
      for (;;) {
        const missing = await ledger.missing(types, from > oldest ? from : oldest, until, BATCH_SIZE)
        if (missing.length === 0) break
        const before = this.#stored
        if (this.#loop.stopping.aborted || !missing.every((event) => this.#publisher.publish(event))) return false
        await this.#publisher.settled()
        await this.#ledgerWrite.flush()
        // Some were not stored: NATS has a problem, and the next run comes soon.
        if (this.#stored - before < missing.length) return false
      }
    }
    return true
  }

  #onAcknowledged(entry: Acknowledged): void {
    this.#acknowledged.push(entry)
    this.#stored += 1
    this.#options.onPublished?.(entry.stream)
    this.#ledgerWrite.schedule()
  }

  /** Writes acknowledgements to the ledger. Unwritten ones count as missing and are published again, which NATS deduplicates. */
  async #write(): Promise<void> {
    const entries = this.#acknowledged.splice(0)
    if (entries.length === 0) return
    const lost = await this.#options.ledger.acknowledged(entries)
    this.#options.lost?.(lost)
    if (lost.length > 0) setImmediate(() => void this.reconcile())
  }
}
