import * as z from 'zod'
import { Refusal } from '../commands/refusal.ts'
import { RecentEntries } from '../load/recent-entries.ts'
import { TokenBucket } from '../load/token-bucket.ts'
import type { Passwords } from './passwords.ts'
import { newSecret, type Session, type Sessions, type Staff } from './sessions.ts'

export interface SignInOptions {
  readonly staff: Pick<Staff, 'byUsername'>
  readonly sessions: Pick<Sessions, 'begin'>
  readonly passwords: Passwords
}

const credentials = z.object({ username: z.string().min(1).max(200), password: z.string().min(1).max(1000) })

/** Failed sign-ins per user name and address: typing errors pass, password guessing does not. */
const SIGN_IN_LIMIT = { burst: 10, perSecond: 1 / 30 }
/** Pairs of user name and address counted at once; the oldest is dropped first. */
const MAX_TRACKED = 10_000

/** Counts failed sign-ins only: a ward that signs in at the change of shift is no attack. */
class FailedSignIns {
  readonly #buckets = new RecentEntries<string, TokenBucket>(MAX_TRACKED)

  /** Counts one attempt. Throws Refusal TOO_MANY_ATTEMPTS. */
  take(key: string): TokenBucket {
    const bucket = this.#buckets.get(key) ?? new TokenBucket(SIGN_IN_LIMIT)
    this.#buckets.set(key, bucket)
    if (!bucket.tryTake()) throw new Refusal('TOO_MANY_ATTEMPTS', { retryAfterMs: 1000 / SIGN_IN_LIMIT.perSecond })
    return bucket
  }
}

/** Begins a session for a user name and a password. */
export type SignIn = (body: unknown, address: string) => Promise<{ readonly secret: string; readonly session: Session }>

/** Throws Refusal INVALID_INPUT, WRONG_SIGN_IN (the same for an unknown name and a wrong password) or TOO_MANY_ATTEMPTS. */
export function signInWith({ staff, sessions, passwords }: SignInOptions): SignIn {
  const failedSignIns = new FailedSignIns()
  /** Compared with when the user name is unknown, so that response times do not reveal which names exist. */
  const dummyHash = passwords.hash(newSecret())

  return async (body, address) => {
    const parsed = credentials.safeParse(body)
    if (!parsed.success) throw new Refusal('INVALID_INPUT')
    const { username, password } = parsed.data
    const attempt = failedSignIns.take(`${address} ${username}`)
    const member = await staff.byUsername(username)
    const isCorrect = await passwords.matches(password, member?.passwordHash ?? (await dummyHash))
    if (!member?.active || !isCorrect) throw new Refusal('WRONG_SIGN_IN')
    attempt.refund()
    return sessions.begin(member.userId)
  }
}
