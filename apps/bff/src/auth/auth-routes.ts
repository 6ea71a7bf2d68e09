import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../commands/refusal.ts'
import { SESSION_COOKIE } from '../http/http-server.ts'
import { isSameOrigin } from '../http/same-origin.ts'
import type { AccessTokens } from './access-tokens.ts'
import type { Passwords } from './passwords.ts'
import type { Session, Sessions, Staff } from './sessions.ts'
import { signInWith } from './sign-in.ts'

export interface AuthRoutesOptions {
  readonly staff: Pick<Staff, 'byUsername'>
  readonly sessions: Sessions
  readonly bearers: AccessTokens
  readonly passwords: Passwords
}

const isLoopback = (host: string) => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/.test(host)

function setCookie(request: FastifyRequest, reply: FastifyReply, value: string, expires: Date) {
  reply.setCookie(SESSION_COOKIE, value, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    // Browsers take Secure cookies over plain HTTP from nowhere but their own machine, and not all of them from there.
    secure: request.protocol === 'https' || !isLoopback(request.headers.host ?? ''),
    expires,
  })
}

/** Signing in and out, and tickets for the socket (realtime.md, section 5). */
export function authRoutes(app: FastifyInstance, { staff, sessions, bearers, passwords }: AuthRoutesOptions): void {
  const signIn = signInWith({ staff, sessions, passwords })

  app.post('/api/auth/login', async (request, reply) => {
    if (!isSameOrigin(request.headers.origin, request.headers.host)) throw new Refusal('NOT_ALLOWED')
    const { secret, session } = await signIn(request.body, request.ip)
    setCookie(request, reply, secret, session.expiresAt)
    return { user: session.user, accessToken: await bearers.issue(session), expiresAt: session.expiresAt.toISOString() }
  })

  app.post('/api/auth/logout', async (request, reply) => {
    if (request.session) await sessions.end(request.session.sessionHash)
    reply.clearCookie(SESSION_COOKIE, { path: '/' })
    return {}
  })

  const mustBeSignedIn = (request: FastifyRequest): Session => {
    if (!request.session) throw new Refusal('NOT_SIGNED_IN')
    return request.session
  }

  /** A page asks before anybody signed in: nobody is an answer and no error. A token that is shown and stands for nobody is refused. */
  app.get('/api/auth/me', async (request) => {
    if (request.headers.authorization !== undefined) mustBeSignedIn(request)
    const { session } = request
    return { user: session?.user ?? null, expiresAt: session?.expiresAt.toISOString() ?? null }
  })

  /** A ticket also prolongs a session of which more than half is over: a screen in use stays signed in. */
  app.post('/api/auth/ticket', async (request, reply) => {
    const session = mustBeSignedIn(request)
    const expiresAt = await sessions.renewed(session)
    const secret = request.cookies[SESSION_COOKIE]
    if (secret && expiresAt > session.expiresAt) setCookie(request, reply, secret, expiresAt)
    return { ticket: await sessions.ticketFor(session), expiresAt: expiresAt.toISOString() }
  })
}
