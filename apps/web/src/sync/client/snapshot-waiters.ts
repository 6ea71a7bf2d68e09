/** A snapshot that waits to be shown: its room's log has to reach from it to where it has to be carried on to. */
export interface Landing {
  readonly from: number
  readonly upTo: number
}

/** The snapshots of a room that wait for its log. */
export class Landings {
  #waiting: readonly (Landing & { readonly done: () => void })[] = []

  wait(landing: Landing): Promise<void> {
    return new Promise((done) => {
      this.#waiting = [...this.#waiting, { ...landing, done }]
    })
  }

  release(isReached: (landing: Landing) => boolean): void {
    const ready = this.#waiting.filter(isReached)
    this.#waiting = this.#waiting.filter((landing) => !ready.includes(landing))
    for (const { done } of ready) done()
  }
}
