/** The `Date` header has a resolution of whole seconds. */
const HEADER_STEP_MS = 1000

/**
 * Estimates the offset between the server's clock and this computer's. Ward PCs can be minutes off, and displayed ages
 * influence treatment. Each response limits the offset to an interval; together they limit it to a few milliseconds.
 */
export class ServerClock {
  #min = Number.NEGATIVE_INFINITY
  #max = Number.POSITIVE_INFINITY
  readonly #listeners = new Set<() => void>()

  /** @param date `Date` header of the response @param sentAt local ms @param receivedAt local ms */
  observe(date: string | null, sentAt: number, receivedAt: number): void {
    const serverTime = date === null ? Number.NaN : Date.parse(date)
    if (!Number.isNaN(serverTime)) this.#narrow(serverTime - receivedAt, serverTime + HEADER_STEP_MS - sentAt)
  }

  /** Evaluates a server timestamp on a received message: the server's clock has reached at least this time. */
  atLeast(serverTime: number, receivedAt: number): void {
    this.#narrow(serverTime - receivedAt, Number.POSITIVE_INFINITY)
  }

  #narrow(min: number, max: number): void {
    const before = this.offsetMs
    // No overlap: one of the clocks was set, so only the newest response is valid.
    const isDisjoint = min > this.#max || max < this.#min
    this.#min = isDisjoint ? min : Math.max(min, this.#min)
    this.#max = isDisjoint ? max : Math.min(max, this.#max)
    if (this.offsetMs !== before) for (const listener of this.#listeners) listener()
  }

  /** Server time minus local time, ms; 0 until the first response. */
  get offsetMs(): number {
    return Number.isFinite(this.#min + this.#max) ? Math.round((this.#min + this.#max) / 2) : 0
  }

  now(): number {
    return Date.now() + this.offsetMs
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}

export const serverClock = new ServerClock()
