import { jwtVerify, SignJWT } from 'jose'
import { type Session, type Sessions, secretHash } from './sessions.ts'

const ISSUER = 'wardline'
const AUDIENCE = 'wardline-bff'
/** RFC 9068: an access token says that it is one, so that no other kind of token passes for it. */
const TYPE = 'at+jwt'

export interface AccessTokens {
  /** An access token for clients that are no browsers; ends with its session. */
  issue(session: Session): Promise<string>
  /** The session behind a token; null for anything that is not exactly ours and good now. */
  verify(token: string): Promise<Session | null>
}

/** @param key 256 bits kept with the installation's data; HS256 is the only algorithm ever accepted. */
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
