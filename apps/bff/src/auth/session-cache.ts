import { type Session, secretHash } from './sessions.ts'

/**
 * Session caching: how long a checked session is cached. A session's end is published to every instance; should the signal be lost, this
 * bounds the delay, within the second that a revoked right may take (RT10).
 */
const TTL_MS = 1000
/** More than a hospital's clients; when full, the cache is cleared. */
const MAX_ENTRIES = 10_000

/** Saves the database a look-up for each request and socket of a client. */
export class SessionCache {
  readonly #checked = new Map<string, { readonly session: Session; readonly at: number }>()
  readonly #checking = new Map<string, Promise<Session | null>>()
  readonly #clock: () => number
  #generation = 0

  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock
  }

  /** Returns the session of a credential: the cached one, or the result of `check`, which runs once for concurrent callers. */
  async get(credential: string, check: () => Promise<Session | null>): Promise<Session | null> {
    const key = secretHash(credential)
    const cached = this.#checked.get(key)
    if (cached && this.#clock() - cached.at < TTL_MS) return cached.session
    const checking = this.#checking.get(key) ?? this.#check(key, check)
    this.#checking.set(key, checking)
    return checking
  }

  async #check(key: string, check: () => Promise<Session | null>): Promise<Session | null> {
    const generation = this.#generation
    try {
      const session = await check()
      // A session ended during the look-up, perhaps this one.
      if (generation !== this.#generation) return await check()
      if (session) this.#remember(key, session)
      else this.#checked.delete(key)
      return session
    } finally {
      if (generation === this.#generation) this.#checking.delete(key)
    }
  }

  #remember(key: string, session: Session): void {
    if (this.#checked.size >= MAX_ENTRIES) this.#checked.clear()
    this.#checked.set(key, { session, at: this.#clock() })
  }

  /** Drops everything: a session ended or a right changed. */
  clear(): void {
    this.#generation += 1
    this.#checked.clear()
    this.#checking.clear()
  }
}
