/**
 * Watches the event loop by its own turns. The built-in histogram samples by a timer and does not see a stop that
 * begins right after it was started.
 */
export class EventLoopDelay {
  #last = 0
  #longest = 0
  #watching = false

  watch(): void {
    this.#longest = 0
    this.#last = performance.now()
    if (this.#watching) return
    this.#watching = true
    this.#turn()
  }

  /** Ends watching; answers the longest time between two turns, in milliseconds. */
  longestMs(): number {
    this.#watching = false
    this.#note()
    return this.#longest
  }

  #turn(): void {
    setImmediate(() => {
      this.#note()
      if (this.#watching) this.#turn()
    })
  }

  #note(): void {
    const now = performance.now()
    this.#longest = Math.max(this.#longest, now - this.#last)
    this.#last = now
  }
}
