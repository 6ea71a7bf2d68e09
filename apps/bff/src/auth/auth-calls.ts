import { Refusal } from '../commands/refusal.ts'
import type { AccessTokens } from './access-tokens.ts'
import type { Session, Sessions } from './sessions.ts'
import { type SignInOptions, signInWith } from './sign-in.ts'

export interface AuthCallsOptions extends SignInOptions {
  readonly sessions: Sessions
  readonly bearers: AccessTokens
}

const mustBeSignedIn = (session: Session | null): Session => {
  if (!session) throw new Refusal('NOT_SIGNED_IN')
  return session
}

/** Signing in and out, and tickets for the socket (realtime.md, section 5), whatever carries the request. */
export function authCalls({ staff, sessions, bearers, passwords }: AuthCallsOptions) {
  const signIn = signInWith({ staff, sessions, passwords })
  return {
    /** `secret` goes into the session cookie. */
    async login(body: unknown, address: string) {
      const { secret, session } = await signIn(body, address)
      const { user, expiresAt } = session
      return { secret, expiresAt, body: { user, accessToken: await bearers.issue(session), expiresAt: expiresAt.toISOString() } }
    },
    async logout(session: Session | null) {
      if (session) await sessions.end(session.sessionHash)
      return {}
    },
    /** A page asks before sign-in: no user is a response and no error. */
    me: (session: Session | null) => ({ user: session?.user ?? null, expiresAt: session?.expiresAt.toISOString() ?? null }),
    /** Also prolongs a session of which more than half is over: a screen in use stays signed in. */
    async ticket(current: Session | null) {
      const session = mustBeSignedIn(current)
      const expiresAt = await sessions.renewed(session)
      return {
        wasRenewed: expiresAt > session.expiresAt,
        expiresAt,
        body: { ticket: await sessions.ticketFor(session), expiresAt: expiresAt.toISOString() },
      }
    },
    mustBeSignedIn,
  }
}
