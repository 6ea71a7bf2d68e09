import type { IncomingMessage } from 'node:http'
import type { AccessTokens } from '../../auth/access-tokens.ts'
import type { SessionCache } from '../../auth/session-cache.ts'
import type { Session, Sessions } from '../../auth/sessions.ts'
import { isSameOrigin } from '../../http/same-origin.ts'

const secrets = ['token', 'ticket', 'access_token', 'authorization', 'auth', 'jwt']

/** Whether a handshake is accepted: no secret in the URL (RT11), no page of another origin. */
export function mayConnect({ url, headers }: Pick<IncomingMessage, 'url' | 'headers'>): boolean {
  const { searchParams } = new URL(url ?? '/', 'http://wardline')
  if (secrets.some((name) => searchParams.has(name))) return false
  return isSameOrigin(headers.origin, headers.host)
}

export interface SessionLookup {
  readonly sessions: Pick<Sessions, 'redeem'>
  readonly bearers: AccessTokens
  readonly recent: SessionCache
}

/** Returns the session of the credentials in `auth`: a one-use ticket or a bearer token, never both; null for any others. */
export async function sessionOf(auth: unknown, { sessions, bearers, recent }: SessionLookup): Promise<Session | null> {
  const { ticket, token } = (auth ?? {}) as { ticket?: unknown; token?: unknown }
  if (typeof ticket === 'string' && token === undefined) return sessions.redeem(ticket)
  if (typeof token === 'string' && ticket === undefined) return recent.get(token, () => bearers.verify(token))
  return null
}
