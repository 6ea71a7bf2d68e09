/**
 * Measures the longest turn of the event loop. The built-in histogram samples with a timer and misses a block that starts
 * right after it was enabled.
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

  /** Stops watching. Returns the longest time between two turns, in milliseconds. */
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
