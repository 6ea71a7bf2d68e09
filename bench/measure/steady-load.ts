/** How often the clock is looked at; calls that fell due meanwhile begin together. */
const LOOK_MS = 5
/** So many calls may be under way: beyond that a slow machine would only be buried, and what falls due is left out. */
const AT_MOST = 16

/** Calls `act` so many times a second, whether earlier calls are done or not, as people do. The first that fails is the last. */
export class SteadyLoad {
  readonly #since = performance.now()
  readonly #timer: NodeJS.Timeout
  readonly #running = new Set<Promise<void>>()
  #due = 0
  #begun = 0
  #error: unknown = null

  constructor(perSecond: number, act: () => Promise<unknown>, atMost = AT_MOST) {
    const begin = () => {
      if (this.#running.size >= atMost) return
      this.#begun += 1
      const call = act()
        .then(
          () => undefined,
          (error) => {
            this.#error ??= error
            clearInterval(this.#timer)
          },
        )
        .finally(() => this.#running.delete(call))
      this.#running.add(call)
    }
    this.#timer = setInterval(() => {
      const due = Math.floor(((performance.now() - this.#since) * perSecond) / 1000)
      for (; this.#due < due; this.#due++) begin()
    }, LOOK_MS)
  }

  /** Begins no more; answers how many there were when the last is done. */
  async stop(): Promise<number> {
    clearInterval(this.#timer)
    await Promise.all(this.#running)
    if (this.#error !== null) throw this.#error
    return this.#begun
  }
}
