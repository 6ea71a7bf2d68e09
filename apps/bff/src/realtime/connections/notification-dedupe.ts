import type { ServerMessage } from '@wardline/sync/protocol'
import { RecentEntries } from '../../load/recent-entries.ts'

/** Two processes that record the same event send its notification within this time; a later repetition is intended. */
const WINDOW_MS = 60_000
/** More notifications than a hospital sends within the window. */
const CAPACITY = 10_000

/** Recognises a notification that two processes send. */
export class NotificationDedupe {
  readonly #sentAt = new RecentEntries<string, number>(CAPACITY)
  readonly #clock: () => number

  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock
  }

  /** Returns whether the notification is new, and remembers it. */
  isNew(userId: string, { type, data }: ServerMessage): boolean {
    const name = `${userId} ${type} ${(data as { id?: string }).id}`
    const at = this.#clock()
    const before = this.#sentAt.get(name)
    if (before !== undefined && at - before < WINDOW_MS) return false
    this.#sentAt.set(name, at)
    return true
  }
}
