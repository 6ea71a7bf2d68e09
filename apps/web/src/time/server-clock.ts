/** The `Date` header counts whole seconds. */
const HEADER_STEP_MS = 1000

/**
 * How far the server's clock is from this computer's. Ward PCs are minutes off, and ages decide who is treated
 * first. Every answer confines the offset to an interval; the intervals together confine it to a few milliseconds.
 */
export class ServerClock {
  #least = Number.NEGATIVE_INFINITY
  #most = Number.POSITIVE_INFINITY
  readonly #listeners = new Set<() => void>()

  /** @param date the answer's `Date` header @param sentAt local ms @param receivedAt local ms */
  observe(date: string | null, sentAt: number, receivedAt: number): void {
    const told = date === null ? Number.NaN : Date.parse(date)
    if (!Number.isNaN(told)) this.#confine(told - receivedAt, told + HEADER_STEP_MS - sentAt)
  }

  /** The server wrote this time on something that is here already: its clock is at least so far. */
  atLeast(told: number, receivedAt: number): void {
    this.#confine(told - receivedAt, Number.POSITIVE_INFINITY)
  }

  #confine(least: number, most: number): void {
    const before = this.offsetMs
    // No overlap: one of the clocks was set meanwhile, and only the newest answer knows.
    const apart = least > this.#most || most < this.#least
    this.#least = apart ? least : Math.max(least, this.#least)
    this.#most = apart ? most : Math.min(most, this.#most)
    if (this.offsetMs !== before) for (const listener of this.#listeners) listener()
  }

  /** Server time minus local time, ms; 0 until the first answer. */
  get offsetMs(): number {
    return Number.isFinite(this.#least + this.#most) ? Math.round((this.#least + this.#most) / 2) : 0
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
