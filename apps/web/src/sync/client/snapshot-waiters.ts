/** A snapshot that waits to be shown: its room's log has to reach from it to where it has to be carried on to. */
export interface SnapshotWaiter {
  readonly from: number
  readonly upTo: number
}

/** The snapshots of a room that wait for its log. */
export class SnapshotWaiters {
  #waiting: readonly (SnapshotWaiter & { readonly done: () => void })[] = []

  wait(landing: SnapshotWaiter): Promise<void> {
    return new Promise((done) => {
      this.#waiting = [...this.#waiting, { ...landing, done }]
    })
  }

  release(isReached: (landing: SnapshotWaiter) => boolean): void {
    const ready = this.#waiting.filter(isReached)
    this.#waiting = this.#waiting.filter((landing) => !ready.includes(landing))
    for (const { done } of ready) done()
  }
}
