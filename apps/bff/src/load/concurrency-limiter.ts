import { Refusal } from '../commands/refusal.ts'

export interface ConcurrencyLimits {
  /** Calls running concurrently. */
  readonly maxConcurrent: number
  /** Calls waiting, first in, first out. */
  readonly maxQueued: number
}

/** When a refused client may retry: by then a full queue has moved on. */
const RETRY_AFTER_MS = 1000

/** Share of the queue that the calls of one user may occupy: one user's burst never fills the queue for all. */
const MAX_SHARE = 0.5

/**
 * Runs a limited number of calls concurrently and queues a limited number; further calls are refused before they start.
 * An unbounded queue under overload would let every caller time out and do all work in vain (RT16). Waiting calls take turns by
 * user, so that a user with many calls delays another user by one call, not by all.
 */
export class ConcurrencyLimiter {
  readonly #limits: ConcurrencyLimits
  /** Waiting calls by user; the users are in the order of their turns. */
  readonly #waiting = new Map<string, (() => void)[]>()
  #queued = 0
  #running = 0

  constructor(limits: ConcurrencyLimits) {
    this.#limits = limits
  }

  /** Runs `act` within the limits. Throws Refusal BUSY when the queue, or the user's share of it, is full; `act` is not called then. */
  async run<T>(act: () => Promise<T>, userId = ''): Promise<T> {
    if (this.#running < this.#limits.maxConcurrent) this.#running += 1
    else await this.#turn(userId)
    try {
      return await act()
    } finally {
      // The slot is handed over directly, so that a new call cannot overtake a waiting one.
      const next = this.#next()
      if (next) next()
      else this.#running -= 1
    }
  }

  #turn(userId: string): Promise<void> {
    const own = this.#waiting.get(userId) ?? []
    const isOverShare = this.#waiting.size > (own.length > 0 ? 1 : 0) && own.length >= Math.ceil(this.#limits.maxQueued * MAX_SHARE)
    if (this.#queued >= this.#limits.maxQueued || isOverShare) throw new Refusal('BUSY', { retryAfterMs: RETRY_AFTER_MS })
    this.#queued += 1
    this.#waiting.set(userId, own)
    return new Promise((resolve) => own.push(resolve))
  }

  #next(): (() => void) | undefined {
    const [turn] = this.#waiting
    if (!turn) return undefined
    const [userId, own] = turn
    const next = own.shift()
    this.#queued -= 1
    // The user's next call waits behind one call of each other user.
    this.#waiting.delete(userId)
    if (own.length > 0) this.#waiting.set(userId, own)
    return next
  }
}
