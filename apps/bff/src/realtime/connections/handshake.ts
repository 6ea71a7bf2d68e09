import type { IncomingMessage } from 'node:http'
import type { AccessTokens } from '../../auth/access-tokens.ts'
import type { SessionCache } from '../../auth/session-cache.ts'
import type { Session, Sessions } from '../../auth/sessions.ts'
import { isSameOrigin } from '../../http/same-origin.ts'

const secrets = ['token', 'ticket', 'access_token', 'authorization', 'auth', 'jwt']

/** Whether the connection may begin at all: nobody's token in the address (RT11), nobody else's page in front. */
export function mayConnect({ url, headers }: Pick<IncomingMessage, 'url' | 'headers'>): boolean {
  const { searchParams } = new URL(url ?? '/', 'http://wardline')
  if (secrets.some((name) => searchParams.has(name))) return false
  return isSameOrigin(headers.origin, headers.host)
}

/** The session behind what a client shows in `auth`: a one-use ticket, or a bearer token; never both, never anything else. */
export async function sessionShown(
  auth: unknown,
  parts: { sessions: Pick<Sessions, 'redeem'>; bearers: AccessTokens; recent: SessionCache },
): Promise<Session | null> {
  const { ticket, token } = (auth ?? {}) as { ticket?: unknown; token?: unknown }
  if (typeof ticket === 'string' && token === undefined) return parts.sessions.redeem(ticket)
  if (typeof token === 'string' && ticket === undefined) return parts.recent.of(token, () => parts.bearers.verify(token))
  return null
}
