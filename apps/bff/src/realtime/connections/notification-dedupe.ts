import type { ServerMessage } from '@wardline/sync/protocol'

/** Two processes that both took the same event in tell within this time; who is called again later is called on purpose. */
const SAME_WITHIN_MS = 60_000
/** More than a hospital calls within it. */
const AT_MOST = 10_000

/** Calls that were passed on a moment ago: of two processes that tell the same, the second is not heard. */
export class NotificationDedupe {
  readonly #heard = new Map<string, number>()
  readonly #clock: () => number

  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock
  }

  /** Answers whether it is new; from then on it is not. */
  isNew(userId: string, { type, data }: ServerMessage): boolean {
    const name = `${userId} ${type} ${(data as { id?: string }).id}`
    const at = this.#clock()
    const before = this.#heard.get(name)
    if (before !== undefined && at - before < SAME_WITHIN_MS) return false
    this.#heard.delete(name)
    this.#heard.set(name, at)
    const [oldest] = this.#heard.keys()
    if (oldest !== undefined && this.#heard.size > AT_MOST) this.#heard.delete(oldest)
    return true
  }
}
