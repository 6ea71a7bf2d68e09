import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod'
import { Refusal } from '../commands/refusal.ts'
import { SESSION_COOKIE } from '../http/http-server.ts'
import { isSameOrigin } from '../http/same-origin.ts'
import { TokenBucket } from '../load/token-bucket.ts'
import type { AccessTokens } from './access-tokens.ts'
import { hashPassword, isPassword } from './password.ts'
import { newSecret, type Session, type Sessions, type Staff } from './sessions.ts'

export interface AuthRoutesOptions {
  readonly staff: Pick<Staff, 'byUsername'>
  readonly sessions: Sessions
  readonly accessTokens: AccessTokens
}

const credentials = z.object({ username: z.string().min(1).max(200), password: z.string().min(1).max(1000) })

/** Failed sign-ins per user name and address: typing errors pass, password guessing does not. */
const SIGN_IN_LIMIT = { burst: 10, perSecond: 1 / 30 }
/** Pairs of user name and address counted at once; the oldest is dropped first. */
const MAX_TRACKED = 10_000

/** Counts failed sign-ins only: a ward that signs in at the change of shift is no attack. */
class FailedSignIns {
  readonly #buckets = new Map<string, TokenBucket>()

  /** Counts one attempt. Throws Refusal TOO_MANY_ATTEMPTS. */
  take(key: string): TokenBucket {
    const bucket = this.#buckets.get(key) ?? new TokenBucket(SIGN_IN_LIMIT)
    this.#buckets.delete(key)
    this.#buckets.set(key, bucket)
    const [oldest] = this.#buckets.keys()
    if (oldest !== undefined && this.#buckets.size > MAX_TRACKED) this.#buckets.delete(oldest)
    if (!bucket.try()) throw new Refusal('TOO_MANY_ATTEMPTS', { retryAfterMs: 1000 / SIGN_IN_LIMIT.perSecond })
    return bucket
  }
}

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

/** Sign-in, sign-out, and tickets for the socket. */
export function authRoutes(app: FastifyInstance, { staff, sessions, accessTokens }: AuthRoutesOptions): void {
  const failedSignIns = new FailedSignIns()
  /** Compared with when the user name is unknown, so that response times do not reveal which names exist. */
  const dummyHash = hashPassword(newSecret())

  app.post('/api/auth/login', async (request, reply) => {
    if (!isSameOrigin(request.headers.origin, request.headers.host)) throw new Refusal('NOT_ALLOWED')
    const parsed = credentials.safeParse(request.body)
    if (!parsed.success) throw new Refusal('INVALID_INPUT')
    const { username, password } = parsed.data
    const attempt = failedSignIns.take(`${request.ip} ${username}`)
    const member = await staff.byUsername(username)
    const isCorrect = await isPassword(password, member?.passwordHash ?? (await dummyHash))
    if (!member?.active || !isCorrect) throw new Refusal('WRONG_SIGN_IN')
    attempt.refund()
    const { secret, session } = await sessions.begin(member.userId)
    setCookie(request, reply, secret, session.expiresAt)
    return { user: session.user, accessToken: await accessTokens.issue(session), expiresAt: session.expiresAt.toISOString() }
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

  /** The web client calls this before sign-in: an anonymous request gets a null user, no error. An invalid bearer token is refused. */
  app.get('/api/auth/me', async (request) => {
    if (request.headers.authorization !== undefined) mustBeSignedIn(request)
    const { session } = request
    return { user: session?.user ?? null, expiresAt: session?.expiresAt.toISOString() ?? null }
  })

  /** A ticket also renews a session past half of its lifetime: a client in use stays signed in. */
  app.post('/api/auth/ticket', async (request, reply) => {
    const session = mustBeSignedIn(request)
    const expiresAt = await sessions.renew(session)
    const secret = request.cookies[SESSION_COOKIE]
    if (secret && expiresAt > session.expiresAt) setCookie(request, reply, secret, expiresAt)
    return { ticket: await sessions.issueTicket(session), expiresAt: expiresAt.toISOString() }
  })
}
