import { type Session, secretHash } from './sessions.ts'

/**
 * So long a sign-in that was just checked counts as checked. An end is told to every process at once; should that
 * be lost, this is how long it could go unnoticed: within the second that a lost right may take (RT10).
 */
const COUNTS_MS = 1000
/** A hospital's worth; beyond it the memory begins anew. */
const AT_MOST = 10_000

/** Spares the database the same question for each of a screen's requests, and for each of its sockets. */
export class SessionCache {
  readonly #checked = new Map<string, { readonly session: Session; readonly at: number }>()
  readonly #checking = new Map<string, Promise<Session | null>>()
  readonly #clock: () => number
  #generation = 0

  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock
  }

  /** The session behind a credential: as it was checked a moment ago, or as `check` says now, once for all who wait for it. */
  async of(credential: string, check: () => Promise<Session | null>): Promise<Session | null> {
    const key = secretHash(credential)
    const known = this.#checked.get(key)
    if (known && this.#clock() - known.at < COUNTS_MS) return known.session
    const checking = this.#checking.get(key) ?? this.#check(key, check)
    this.#checking.set(key, checking)
    return checking
  }

  async #check(key: string, check: () => Promise<Session | null>): Promise<Session | null> {
    const generation = this.#generation
    try {
      const session = await check()
      // Something ended while it was looked up: perhaps this.
      if (generation !== this.#generation) return await check()
      if (session) this.#remember(key, session)
      else this.#checked.delete(key)
      return session
    } finally {
      if (generation === this.#generation) this.#checking.delete(key)
    }
  }

  #remember(key: string, session: Session): void {
    if (this.#checked.size >= AT_MOST) this.#checked.clear()
    this.#checked.set(key, { session, at: this.#clock() })
  }

  /** Something ended or changed: everybody is asked about anew. */
  clear(): void {
    this.#generation += 1
    this.#checked.clear()
    this.#checking.clear()
  }
}
