import { type Session, secretHash } from './session.ts'

/**
 * So long a sign-in that was just checked counts as checked. An end is told to every process at once; should that
 * be lost, this is how long it could go unnoticed: within the second that a lost right may take (RT10).
 */
const COUNTS_MS = 1000
/** A hospital's worth; beyond it the memory begins anew. */
const AT_MOST = 10_000

/** Spares the database the same question for each of a screen's requests. */
export class RecentSessions {
  readonly #checked = new Map<string, { readonly session: Session; readonly at: number }>()
  readonly #clock: () => number
  #generation = 0

  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock
  }

  /** The session behind a credential: as it was checked a moment ago, or as `check` says now. */
  async of(credential: string, check: () => Promise<Session | null>): Promise<Session | null> {
    const key = secretHash(credential)
    const known = this.#checked.get(key)
    if (known && this.#clock() - known.at < COUNTS_MS) return known.session
    const generation = this.#generation
    const session = await check()
    // What ended while it was looked up is not remembered.
    if (session && generation === this.#generation) {
      if (this.#checked.size >= AT_MOST) this.#checked.clear()
      this.#checked.set(key, { session, at: this.#clock() })
    } else this.#checked.delete(key)
    return session
  }

  /** Something ended or changed: everybody is asked about anew. */
  clear(): void {
    this.#generation += 1
    this.#checked.clear()
  }
}
