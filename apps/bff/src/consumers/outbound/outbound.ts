import { type ClinicalEvent, declarationOf, eventTypes, topics } from '@wardline/events'
import type { Bus } from '../../bus/bus.ts'
import type { Nats } from '../../bus/nats.ts'
import { ensureStreams, type StreamState, streamStates } from '../../bus/streams.ts'
import type { Acknowledged, PublicationLedger } from './publication-ledger.ts'
import { Publisher } from './publisher.ts'

/** Acknowledgements are written down together: one statement for what came within it. */
const LEDGER_MS = 100
/** How long after its commit an event may still be on its way from whoever recorded it, or be committed under an earlier time. */
const SETTLED_MS = 5_000
/** Clocks of two processes differ by less, and no transaction takes longer. */
const OVERLAP_MS = 60_000
/** A process that died leaves events unpublished so long at most. */
const EVERY_MS = 10_000
const AT_ONCE = 500
/** More than this behind is an outage whatever the number. */
const COUNTED = 100_000
const DAY_MS = 86_400_000

/** Events that are kept equally long are looked through together. */
const byRetention = Map.groupBy(eventTypes, (type) => topics[declarationOf(type).topic].retentionDays)

export interface OutboundOptions {
  readonly nats: Nats
  readonly replicas: number
  readonly ledger: PublicationLedger
  /** This process's own commits. */
  readonly bus: Pick<Bus, 'subscribe'>
  readonly bodyOf: (event: ClinicalEvent) => Promise<string>
  readonly now: () => Date
  readonly paused?: () => boolean
  /** A stream has an event. */
  readonly published?: (stream: string) => void
  /** Events that streams had and lost: the stream of each. They are sent again. */
  readonly lost?: (streams: readonly string[]) => void
  /** Larger than NATS takes: it stands in the log alone. */
  readonly tooLarge: (event: ClinicalEvent, bytes: number) => void
  readonly failed: (error: unknown) => void
  readonly everyMs?: number
  readonly settledMs?: number
}

/**
 * Keeps the streams as complete as the log. What this process records is published after the answer left; what a
 * stream lacks, because a process died, NATS was away, wiped or went back, is found in the ledger and sent again (R9).
 */
export class Outbound {
  readonly #parts: OutboundOptions
  readonly #publisher: Publisher
  readonly #lives = new Map<string, string>()
  #acked: Acknowledged[] = []
  #stored = 0
  #writing: NodeJS.Timeout | null = null
  #timer: NodeJS.Timeout | undefined
  #stops: (() => void)[] = []
  #running: Promise<void> = Promise.resolve()
  #stopped = false

  constructor(parts: OutboundOptions) {
    this.#parts = parts
    this.#publisher = new Publisher({
      nats: parts.nats,
      bodyOf: parts.bodyOf,
      lifeOf: (stream) => this.#lives.get(stream) ?? '',
      acknowledged: (entry) => this.#note(entry),
      tooLarge: parts.tooLarge,
      failed: parts.failed,
    })
  }

  start(): void {
    const { nats, bus, everyMs = EVERY_MS } = this.#parts
    this.#stops = [
      bus.subscribe('committed', ({ entries }) => {
        if (!this.#paused)
          for (const event of new Map(entries.map(({ event }) => [event.eventId, event])).values()) this.#publisher.publish(event)
      }),
      nats.onChange((connected) => void (connected && this.reconcile())),
    ]
    this.#timer = setInterval(() => void this.reconcile(), everyMs)
    void this.reconcile()
  }

  get #paused(): boolean {
    return this.#parts.paused?.() ?? false
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearInterval(this.#timer)
    for (const stop of this.#stops) stop()
    await this.#running
    if (this.#parts.nats.connected) await this.#publisher.settled()
    await this.#write()
  }

  /** Events that no stream has yet. */
  async lag(): Promise<number> {
    const { ledger, now } = this.#parts
    return ledger.countMissing(await ledger.completeUntil(), now(), COUNTED)
  }

  /** Sends what the streams lack. One after the other; while NATS or the database is away it does nothing. */
  reconcile(): Promise<void> {
    this.#running = this.#running.then(() => this.#reconcile()).catch(this.#parts.failed)
    return this.#running
  }

  async #reconcile(): Promise<void> {
    const { nats, replicas, ledger, now, settledMs = SETTLED_MS } = this.#parts
    if (this.#stopped || this.#paused || !nats.connected) return
    await this.#write()
    await ensureStreams(nats, replicas)
    const states = await streamStates(nats)
    this.#remember(states)
    const struck = await ledger.strike(states)
    this.#parts.lost?.(struck)
    const from = await ledger.completeUntil()
    const until = new Date(now().getTime() - settledMs)
    const complete = await this.#sendMissing(from, until)
    // Read anew at the next time from a little before: clocks differ.
    if (complete && until > from) await ledger.advance(from, new Date(Math.max(from.getTime(), until.getTime() - OVERLAP_MS)))
  }

  #remember(states: readonly StreamState[]): void {
    for (const { stream, life } of states) this.#lives.set(stream, life)
  }

  /** Answers whether everything up to then has its place now. */
  async #sendMissing(from: Date, until: Date): Promise<boolean> {
    const { ledger, now } = this.#parts
    for (const [days, types] of byRetention) {
      const oldest = new Date(now().getTime() - days * DAY_MS)
      for (;;) {
        const missing = await ledger.missing(types, from > oldest ? from : oldest, until, AT_ONCE)
        if (missing.length === 0) break
        const before = this.#stored
        if (this.#stopped || !missing.every((event) => this.#publisher.publish(event))) return false
        await this.#publisher.settled()
        await this.#write()
        // Not all of it was stored: NATS is in trouble, and the next time comes soon.
        if (this.#stored - before < missing.length) return false
      }
    }
    return true
  }

  #note(entry: Acknowledged): void {
    this.#acked.push(entry)
    this.#stored += 1
    this.#parts.published?.(entry.stream)
    this.#writing ??= setTimeout(() => void this.#write().catch(this.#parts.failed), LEDGER_MS)
  }

  /** Writes down what was acknowledged; what cannot be written is found missing and sent again, to no effect. */
  async #write(): Promise<void> {
    if (this.#writing) clearTimeout(this.#writing)
    this.#writing = null
    const entries = this.#acked.splice(0)
    if (entries.length === 0) return
    const struck = await this.#parts.ledger.acknowledged(entries)
    this.#parts.lost?.(struck)
    if (struck.length > 0) setImmediate(() => void this.reconcile())
  }
}
