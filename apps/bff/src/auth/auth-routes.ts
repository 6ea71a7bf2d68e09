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
  readonly bearers: AccessTokens
}

const credentials = z.object({ username: z.string().min(1).max(200), password: z.string().min(1).max(1000) })

/** Wrong attempts for one name from one address: a hand that slips passes, a machine that guesses does not. */
const GUESSES = { burst: 10, perSecond: 1 / 30 }
/** Names and addresses that are watched at once; the oldest is forgotten first. */
const WATCHED = 10_000

/** Counts wrong sign-ins only: a ward that signs in at the change of shift is nobody's attack. */
class Guesses {
  readonly #buckets = new Map<string, TokenBucket>()

  /** Takes one guess, or refuses. */
  take(key: string): TokenBucket {
    const bucket = this.#buckets.get(key) ?? new TokenBucket(GUESSES)
    this.#buckets.delete(key)
    this.#buckets.set(key, bucket)
    const [oldest] = this.#buckets.keys()
    if (oldest !== undefined && this.#buckets.size > WATCHED) this.#buckets.delete(oldest)
    if (!bucket.try()) throw new Refusal('TOO_MANY_ATTEMPTS', { retryAfterMs: 1000 / GUESSES.perSecond })
    return bucket
  }
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
export function authRoutes(app: FastifyInstance, { staff, sessions, bearers }: AuthRoutesOptions): void {
  const guesses = new Guesses()
  /** Compared against when the name is unknown, so that the answer takes as long as for a known one. */
  const nobody = hashPassword(newSecret())

  app.post('/api/auth/login', async (request, reply) => {
    if (!isSameOrigin(request.headers.origin, request.headers.host)) throw new Refusal('NOT_ALLOWED')
    const given = credentials.safeParse(request.body)
    if (!given.success) throw new Refusal('INVALID_INPUT')
    const { username, password } = given.data
    const guess = guesses.take(`${request.ip} ${username}`)
    const member = await staff.byUsername(username)
    const right = await isPassword(password, member?.passwordHash ?? (await nobody))
    if (!member?.active || !right) throw new Refusal('WRONG_SIGN_IN')
    guess.giveBack()
    const { secret, session } = await sessions.begin(member.userId)
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
