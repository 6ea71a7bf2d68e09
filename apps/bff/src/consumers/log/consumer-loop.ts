import { type RoomsAdvanced, unref } from '@wardline/sync/server'
import type { Bus } from '../../bus/bus.ts'
import type { ConsumerPauses } from './consumer-pauses.ts'

/** A lost wake-up, or a dead instance, delays an entry by at most this time. */
const SWEEP_MS = 10_000

export interface ConsumerLoopOptions {
  /** The consumer's name among the pauses. */
  readonly name: string
  /** Wakes the consumer after each commit of this instance; absent when the owner calls `wake`. */
  readonly bus?: Pick<Bus, 'subscribe'> | undefined
  readonly pauses: Pick<ConsumerPauses, 'isPaused' | 'onResumed'>
  /** Entries were recorded; not called while paused. */
  readonly onWake: (advanced: RoomsAdvanced) => void
  /** Finds what was left behind by a lost wake-up, a pause or a dead instance; not called while paused. */
  readonly onSweep: () => Promise<void>
  readonly onError: (error: unknown) => void
  readonly sweepMs?: number | undefined
}

/**
 * The rhythm of a consumer: woken after commits, swept at intervals and when resumed, idle while paused. Nothing is kept
 * during a pause, because the log has the entries.
 */
export class ConsumerLoop {
  readonly #options: ConsumerLoopOptions
  readonly #stopping = new AbortController()
  #sweeping: Promise<void> = Promise.resolve()
  #timer: ReturnType<typeof setInterval> | undefined
  #unsubscribe: readonly (() => void)[] = []

  constructor(options: ConsumerLoopOptions) {
    this.#options = options
  }

  /** Neither paused nor stopped. */
  get isActive(): boolean {
    return !this.#stopping.signal.aborted && !this.isPaused
  }

  get isPaused(): boolean {
    return this.#options.pauses.isPaused(this.#options.name)
  }

  /** Aborted by `stop`. */
  get stopping(): AbortSignal {
    return this.#stopping.signal
  }

  start(): void {
    const { name, bus, pauses, onError, sweepMs = SWEEP_MS } = this.#options
    const sweepInBackground = () => void this.sweep().catch(onError)
    const stopWaking = bus?.subscribe('committed', (advanced) => this.wake(advanced))
    this.#unsubscribe = [pauses.onResumed((consumer) => consumer === name && sweepInBackground()), ...(stopWaking ? [stopWaking] : [])]
    this.#timer = unref(setInterval(sweepInBackground, sweepMs))
  }

  wake(advanced: RoomsAdvanced): void {
    if (this.isActive) this.#options.onWake(advanced)
  }

  /** Sweeps run one after the other. Throws what the sweep throws. */
  sweep(): Promise<void> {
    const sweep = this.#sweeping.then(() => (this.isActive ? this.#options.onSweep() : undefined))
    this.#sweeping = sweep.catch(() => undefined)
    return sweep
  }

  /** Resolves after the running sweep. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    clearInterval(this.#timer)
    for (const unsubscribe of this.#unsubscribe) unsubscribe()
    await this.#sweeping
  }
}
