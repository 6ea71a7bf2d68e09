import { Refusal } from '../commands/refusal.ts'

export interface ConcurrencyLimits {
  /** Calls running concurrently. */
  readonly maxConcurrent: number
  /** Calls waiting, first in, first out. */
  readonly maxQueued: number
}

/** When a refused client may retry: by then a full queue has moved on. */
const RETRY_AFTER_MS = 1000

/**
 * Runs a limited number of calls concurrently and queues a limited number; further calls are refused before they start.
 * An unbounded queue under overload would let every caller time out and do all work in vain (RT16).
 */
export class ConcurrencyLimiter {
  readonly #limits: ConcurrencyLimits
  readonly #queue: (() => void)[] = []
  #running = 0

  constructor(limits: ConcurrencyLimits) {
    this.#limits = limits
  }

  /** Runs `act` within the limits. Throws Refusal BUSY when the queue is full; `act` is not called then. */
  async run<T>(act: () => Promise<T>): Promise<T> {
    if (this.#running < this.#limits.maxConcurrent) this.#running += 1
    else await this.#turn()
    try {
      return await act()
    } finally {
      // The slot is handed over directly, so that a new call cannot overtake a waiting one.
      const next = this.#queue.shift()
      if (next) next()
      else this.#running -= 1
    }
  }

  #turn(): Promise<void> {
    if (this.#queue.length >= this.#limits.maxQueued) throw new Refusal('BUSY', { retryAfterMs: RETRY_AFTER_MS })
    return new Promise((resolve) => this.#queue.push(resolve))
  }
}
