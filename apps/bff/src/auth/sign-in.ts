import * as z from 'zod'
import { Refusal } from '../commands/refusal.ts'
import { TokenBucket } from '../load/token-bucket.ts'
import type { Passwords } from './passwords.ts'
import { newSecret, type Session, type Sessions, type Staff } from './sessions.ts'

export interface SignInOptions {
  readonly staff: Pick<Staff, 'byUsername'>
  readonly sessions: Pick<Sessions, 'begin'>
  readonly passwords: Passwords
}

const credentials = z.object({ username: z.string().min(1).max(200), password: z.string().min(1).max(1000) })

/** Failed attempts for one name from one address: a slip of the hand passes, a machine that guesses does not. */
const GUESSES = { burst: 10, perSecond: 1 / 30 }
/** Names and addresses that are watched at once; the oldest is dropped first. */
const WATCHED = 10_000

/** Counts failed sign-ins only: a ward that signs in at the change of shift is no attack. */
class Guesses {
  readonly #buckets = new Map<string, TokenBucket>()

  /** @throws Refusal TOO_MANY_ATTEMPTS */
  take(key: string): TokenBucket {
    const bucket = this.#buckets.get(key) ?? new TokenBucket(GUESSES)
    this.#buckets.delete(key)
    this.#buckets.set(key, bucket)
    const [oldest] = this.#buckets.keys()
    if (oldest !== undefined && this.#buckets.size > WATCHED) this.#buckets.delete(oldest)
    if (!bucket.try()) throw new Refusal('TOO_MANY_ATTEMPTS', { retryAfterMs: 1000 / GUESSES.perSecond })
    return bucket
  }
}

/** Begins a session for a user name and a password, whatever the transport. */
export type SignIn = (body: unknown, address: string) => Promise<{ readonly secret: string; readonly session: Session }>

/** @throws Refusal INVALID_INPUT, WRONG_SIGN_IN (the same for an unknown name and a wrong password) or TOO_MANY_ATTEMPTS. */
export function signInWith({ staff, sessions, passwords }: SignInOptions): SignIn {
  const guesses = new Guesses()
  /** Compared when the name is unknown, so that the response takes as long as for a known one. */
  const unknownUser = passwords.hash(newSecret())

  return async (body, address) => {
    const parsed = credentials.safeParse(body)
    if (!parsed.success) throw new Refusal('INVALID_INPUT')
    const { username, password } = parsed.data
    const guess = guesses.take(`${address} ${username}`)
    const member = await staff.byUsername(username)
    const isRight = await passwords.matches(password, member?.passwordHash ?? (await unknownUser))
    if (!member?.active || !isRight) throw new Refusal('WRONG_SIGN_IN')
    guess.giveBack()
    return sessions.begin(member.userId)
  }
}
