/** Token bucket: `burst` calls pass at once, then `perSecond`; further calls wait in order. */
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

  /** Takes a token if one is available. */
  tryTake(): boolean {
    this.#refill()
    if (this.#tokens < 1) return false
    this.#tokens -= 1
    return true
  }

  /** Returns a token whose use did not count. */
  refund(): void {
    this.#tokens = Math.min(this.#burst, this.#tokens + 1)
  }

  /** Takes a token, waiting in order until one is available. */
  take(): Promise<void> {
    this.#refill()
    // A negative balance reserves future tokens.
    this.#tokens -= 1
    if (this.#tokens >= 0) return Promise.resolve()
    return new Promise((resolve) => setTimeout(resolve, -this.#tokens / this.#perMs))
  }
}
