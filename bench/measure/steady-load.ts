/** Interval of the timer; calls that became due since the last one start together. */
const TIMER_MS = 5
/** Maximum number of concurrent calls. Calls that become due beyond it are skipped, so that a slow server is not overloaded further. */
const MOST_CONCURRENT = 16

/** Calls a function at a steady rate, whether earlier calls have finished or not. Stops at the first failure. */
export class SteadyLoad {
  readonly #since = performance.now()
  readonly #timer: NodeJS.Timeout
  readonly #running = new Set<Promise<void>>()
  #due = 0
  #started = 0
  #error: unknown = null

  constructor(perSecond: number, call: () => Promise<unknown>, mostConcurrent = MOST_CONCURRENT) {
    const start = () => {
      if (this.#running.size >= mostConcurrent) return
      this.#started += 1
      const running = call()
        .then(
          () => undefined,
          (error) => {
            this.#error ??= error
            clearInterval(this.#timer)
          },
        )
        .finally(() => this.#running.delete(running))
      this.#running.add(running)
    }
    this.#timer = setInterval(() => {
      const due = Math.floor(((performance.now() - this.#since) * perSecond) / 1000)
      for (; this.#due < due; this.#due++) start()
    }, TIMER_MS)
  }

  /** Stops and waits for running calls. Returns the number of calls; throws the first failure. */
  async stop(): Promise<number> {
    clearInterval(this.#timer)
    await Promise.all(this.#running)
    if (this.#error !== null) throw this.#error
    return this.#started
  }
}
