/** Lets `burst` through at once and then `perSecond`; the rest waits in order. */
export class TokenBucket {
  readonly #burst: number
  readonly #perMs: number
  readonly #now: () => number
  #tokens: number
  #at: number

  constructor(limits: { burst: number; perSecond: number }, now: () => number = () => performance.now()) {
    this.#burst = limits.burst
    this.#perMs = limits.perSecond / 1000
    this.#now = now
    this.#tokens = limits.burst
    this.#at = now()
  }

  #refill(): void {
    const now = this.#now()
    this.#tokens = Math.min(this.#burst, this.#tokens + (now - this.#at) * this.#perMs)
    this.#at = now
  }

  /** Takes one when there is one. */
  try(): boolean {
    this.#refill()
    if (this.#tokens < 1) return false
    this.#tokens -= 1
    return true
  }

  /** Puts one back: what it was taken for did not count. */
  giveBack(): void {
    this.#tokens = Math.min(this.#burst, this.#tokens + 1)
  }

  /** Takes one, waiting for it in the order of asking. */
  take(): Promise<void> {
    this.#refill()
    // Going below zero books the tokens that are still to come.
    this.#tokens -= 1
    if (this.#tokens >= 0) return Promise.resolve()
    return new Promise((resolve) => setTimeout(resolve, -this.#tokens / this.#perMs))
  }
}
