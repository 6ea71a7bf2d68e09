import { type SignedInUser, USER_HEADER } from '@wardline/events'
import * as z from 'zod/mini'
import { serverClock } from '../time/server-clock.ts'

/** An error of the authentication API. */
export class SignInError extends Error {
  override readonly name = 'SignInRefused'
  readonly code: 'WRONG_SIGN_IN' | 'TOO_MANY_ATTEMPTS' | 'OUTAGE'
  /** Time until the next attempt is accepted, ms; null if waiting does not help. */
  readonly retryAfterMs: number | null

  constructor(code: SignInError['code'], retryAfterMs: number | null = null) {
    super(code)
    this.code = code
    this.retryAfterMs = retryAfterMs
  }
}

export interface Session {
  readonly user: SignedInUser
  /** Local ms; null if unknown. */
  readonly endsAt: number | null
}

const sessionSchema = z.object({
  user: z.custom<SignedInUser>((value) => typeof value === 'object' && value !== null),
  expiresAt: z.optional(z.nullable(z.string())),
})

async function request(path: string, init: RequestInit): Promise<Response> {
  const sentAt = Date.now()
  const response = await fetch(path, { credentials: 'same-origin', ...init })
  serverClock.observe(response.headers.get('date'), sentAt, Date.now())
  return response
}

const post = (path: string, init: RequestInit = {}) => request(path, { method: 'POST', ...init })
const asUser = (userId: string) => ({ headers: { [USER_HEADER]: userId } })

function parseSession(body: unknown): Session {
  const { user, expiresAt } = sessionSchema.parse(body)
  return { user, endsAt: expiresAt ? Date.parse(expiresAt) - serverClock.offsetMs : null }
}

/** Returns the signed-in user's session, or null. */
export async function currentSession(): Promise<Session | null> {
  const response = await request('/api/auth/me', {})
  if (!response.ok) throw new SignInError('OUTAGE')
  const body = (await response.json()) as { readonly user: unknown }
  return body.user === null ? null : parseSession(body)
}

/** Signs in. The session is an HttpOnly cookie; the page stores no token. */
export async function signIn(username: string, password: string): Promise<Session> {
  const response = await post('/api/auth/login', {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  }).catch(() => null)
  if (response?.ok) return parseSession(await response.json())
  if (response?.status === 401) throw new SignInError('WRONG_SIGN_IN')
  if (response?.status === 429) throw new SignInError('TOO_MANY_ATTEMPTS', Number(response.headers.get('retry-after') ?? 60) * 1000)
  throw new SignInError('OUTAGE')
}

/** Ends the session of the cookie, if it is this user's. */
export async function signOut(userId: string): Promise<void> {
  await post('/api/auth/logout', asUser(userId))
}

const ticketSchema = z.object({ ticket: z.string(), expiresAt: z.optional(z.nullable(z.string())) })

/** Returns a single-use socket ticket with the end of its session, or null if this user's session has ended. */
export async function socketTicket(userId: string): Promise<{ readonly ticket: string; readonly sessionEndsAt: number | null } | null> {
  const response = await post('/api/auth/ticket', asUser(userId))
  if (response.status === 401) return null
  if (!response.ok) throw new SignInError('OUTAGE')
  const { ticket, expiresAt } = ticketSchema.parse(await response.json())
  return { ticket, sessionEndsAt: expiresAt ? Date.parse(expiresAt) - serverClock.offsetMs : null }
}
