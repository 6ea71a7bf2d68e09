import { Refusal } from '../commands/refusal.ts'

export interface ConcurrencyLimits {
  /** In hand side by side. */
  readonly atOnce: number
  /** Waiting beside them, in the order they came. */
  readonly waiting: number
}

/** When somebody who was sent away may ask again: by then a full line has moved on. */
const AGAIN_MS = 1000

/**
 * Takes so much in hand and lets so much wait; more is refused at once, before anything of it was begun. Without an end
 * to the line everybody in it waits longer than anybody waits for an answer, and the work is done for nobody (RT16).
 */
export class ConcurrencyLimiter {
  readonly #limits: ConcurrencyLimits
  readonly #waiting: (() => void)[] = []
  #inHand = 0

  constructor(limits: ConcurrencyLimits) {
    this.#limits = limits
  }

  /** @throws Refusal BUSY when the line is full; then `act` was not called. */
  async through<T>(act: () => Promise<T>): Promise<T> {
    if (this.#inHand < this.#limits.atOnce) this.#inHand += 1
    else await this.#turn()
    try {
      return await act()
    } finally {
      // Handed on directly: nobody who comes now gets in before those who wait.
      const next = this.#waiting.shift()
      if (next) next()
      else this.#inHand -= 1
    }
  }

  #turn(): Promise<void> {
    if (this.#waiting.length >= this.#limits.waiting) throw new Refusal('BUSY', { retryAfterMs: AGAIN_MS })
    return new Promise((resolve) => this.#waiting.push(resolve))
  }
}
