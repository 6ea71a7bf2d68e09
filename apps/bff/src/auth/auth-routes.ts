import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../commands/refusal.ts'
import { SESSION_COOKIE } from '../http/http-server.ts'
import { isSameOrigin } from '../http/same-origin.ts'
import { type AuthCallsOptions, authCalls } from './auth-calls.ts'

const isLoopback = (host: string) => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/.test(host)

function setCookie(request: FastifyRequest, reply: FastifyReply, value: string, expires: Date) {
  reply.setCookie(SESSION_COOKIE, value, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    // Over plain HTTP, browsers accept Secure cookies at most from loopback, and some not even from there.
    secure: request.protocol === 'https' || !isLoopback(request.headers.host ?? ''),
    expires,
  })
}

/** Sign-in, sign-out, and tickets for the socket, over HTTP. */
export function authRoutes(app: FastifyInstance, options: AuthCallsOptions): void {
  const { login, logout, me, ticket, mustBeSignedIn } = authCalls(options)

  app.post('/api/auth/login', async (request, reply) => {
    if (!isSameOrigin(request.headers.origin, request.headers.host)) throw new Refusal('NOT_ALLOWED')
    const { secret, expiresAt, body } = await login(request.body, request.ip, request.session)
    setCookie(request, reply, secret, expiresAt)
    return body
  })

  app.post('/api/auth/logout', async (request, reply) => {
    const body = await logout(request.session)
    reply.clearCookie(SESSION_COOKIE, { path: '/' })
    return body
  })

  app.get('/api/auth/me', async (request) => {
    // An invalid bearer token is refused, where a missing cookie means an anonymous request.
    if (request.headers.authorization !== undefined) mustBeSignedIn(request.session)
    return me(request.session)
  })

  app.post('/api/auth/ticket', async (request, reply) => {
    const { wasRenewed, expiresAt, body } = await ticket(request.session)
    const secret = request.cookies[SESSION_COOKIE]
    if (secret && wasRenewed) setCookie(request, reply, secret, expiresAt)
    return body
  })
}
