import { Refusal } from '../commands/refusal.ts'
import type { AccessTokens } from './access-tokens.ts'
import type { Session, Sessions } from './sessions.ts'
import { type SignInOptions, signInWith } from './sign-in.ts'

export interface AuthCallsOptions extends SignInOptions {
  readonly sessions: Sessions
  readonly accessTokens: AccessTokens
}

const mustBeSignedIn = (session: Session | null): Session => {
  if (!session) throw new Refusal('NOT_SIGNED_IN')
  return session
}

/** Sign-in, sign-out, and tickets for the socket, without a transport. */
export function authCalls({ staff, sessions, accessTokens, passwords }: AuthCallsOptions) {
  const signIn = signInWith({ staff, sessions, passwords })
  return {
    /**
     * Returns the response body, and the secret for the session cookie. `previous` is the session of the cookie so far: the session
     * of another user ends, which locks the tabs that were opened for that user.
     */
    async login(body: unknown, address: string, previous: Session | null) {
      const { secret, session } = await signIn(body, address)
      const { user, expiresAt } = session
      if (previous && previous.user.userId !== user.userId) await sessions.end(previous.sessionHash)
      const accessToken = await accessTokens.issue(session)
      return { secret, expiresAt, body: { user, accessToken, expiresAt: expiresAt.toISOString() } }
    },
    async logout(session: Session | null) {
      if (session) await sessions.end(session.sessionHash)
      return {}
    },
    /** The web client calls this before sign-in: an anonymous request gets a null user, no error. */
    me: (session: Session | null) => ({ user: session?.user ?? null, expiresAt: session?.expiresAt.toISOString() ?? null }),
    /** A ticket also renews a session past half of its lifetime: a client in use stays signed in. */
    async ticket(anySession: Session | null) {
      const session = mustBeSignedIn(anySession)
      const expiresAt = await sessions.renew(session)
      const ticket = await sessions.issueTicket(session)
      return { wasRenewed: expiresAt > session.expiresAt, expiresAt, body: { ticket, expiresAt: expiresAt.toISOString() } }
    },
    mustBeSignedIn,
  }
}
