import { jwtVerify, SignJWT } from 'jose'
import { type Session, type Sessions, secretHash } from './sessions.ts'

const ISSUER = 'wardline'
const AUDIENCE = 'wardline-bff'
/** RFC 9068: the type distinguishes access tokens from other tokens signed with the same key. */
const TYPE = 'at+jwt'

export interface AccessTokens {
  /** Issues an access token for non-browser clients; it expires with its session. */
  issue(session: Session): Promise<string>
  /** Returns the session of a token; null unless the token is ours and valid now. */
  verify(token: string): Promise<Session | null>
}

/** @param key 256 bits, stored in the database; HS256 is the only accepted algorithm */
export function accessTokensWith(key: Uint8Array, sessions: Pick<Sessions, 'byHash'>): AccessTokens {
  return {
    issue: (session) =>
      new SignJWT({ sid: session.sessionHash })
        .setProtectedHeader({ alg: 'HS256', typ: TYPE })
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setSubject(session.user.userId)
        .setIssuedAt()
        .setExpirationTime(session.expiresAt)
        .setJti(secretHash(`${session.sessionHash}${Date.now()}`))
        .sign(key),
    async verify(token) {
      try {
        const { payload } = await jwtVerify<{ sid: string }>(token, key, {
          algorithms: ['HS256'],
          issuer: ISSUER,
          audience: AUDIENCE,
          typ: TYPE,
          requiredClaims: ['sub', 'exp', 'iat', 'sid'],
        })
        const session = typeof payload.sid === 'string' ? await sessions.byHash(payload.sid) : null
        return session && session.user.userId === payload.sub ? session : null
      } catch (error) {
        if ((error as { code?: string }).code?.startsWith('ERR_J')) return null
        throw error
      }
    },
  }
}
