/** Collects changes for some time and writes them in one statement. */
export class DelayedWrite {
  readonly #write: () => Promise<void>
  readonly #afterMs: number
  readonly #onError: (error: unknown) => void
  #timer: ReturnType<typeof setTimeout> | null = null

  /** @param write writes all changes collected so far; does nothing when there is none */
  constructor(write: () => Promise<void>, afterMs: number, onError: (error: unknown) => void) {
    this.#write = write
    this.#afterMs = afterMs
    this.#onError = onError
  }

  schedule(): void {
    this.#timer ??= setTimeout(() => void this.flush().catch(this.#onError), this.#afterMs)
  }

  /** Writes now. */
  async flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    await this.#write()
  }
}
