/** A snapshot that waits to be shown until its room's log covers the range from it to `upTo` (RT8). */
export interface SnapshotWaiter {
  readonly from: number
  readonly upTo: number
}

/** The snapshots of one room that wait for its log. */
export class SnapshotWaiters {
  #waiting: readonly (SnapshotWaiter & { readonly done: () => void })[] = []

  wait(waiter: SnapshotWaiter): Promise<void> {
    return new Promise((done) => {
      this.#waiting = [...this.#waiting, { ...waiter, done }]
    })
  }

  release(isCovered: (waiter: SnapshotWaiter) => boolean): void {
    const ready = this.#waiting.filter(isCovered)
    this.#waiting = this.#waiting.filter((waiter) => !ready.includes(waiter))
    for (const { done } of ready) done()
  }
}
