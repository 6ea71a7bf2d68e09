import type { SignedInUser } from '@wardline/events'
import { and, eq, isNull } from 'drizzle-orm'
import { newSecret, type Session, type Sessions, secretHash, TICKET_MS } from '../auth/sessions.ts'
import { batched } from '../load/batch.ts'
import type { Database } from './database.ts'
import { session as sessions, ticket as tickets } from './schema/people.ts'
import { signedInUser } from './staff.ts'

interface Row {
  readonly lookup: string
  readonly session_hash: string
  readonly expires_at: Date
  readonly user: SignedInUser
}

/** Sessions end after a day, however often they are renewed. */
const MAX_LIFETIME_MS = 24 * 3_600_000

/** Look-ups per batch: after a restart all clients reconnect at once, and a batch continues in one turn of the event loop. */
const BATCH_SIZE = 100

/** @param found relation with `lookup`, the hash presented, and `session_hash`, the session of it */
const validSessions = (found: string) => `
  SELECT f.lookup, x.session_hash, x.expires_at, ${signedInUser} AS user
  FROM ${found} AS f JOIN session x USING (session_hash) JOIN staff s USING (user_id)
  WHERE x.ended_at IS NULL AND x.expires_at > $2::timestamptz AND s.active`

const BY_HASH = validSessions('(SELECT hash AS lookup, hash AS session_hash FROM unnest($1::text[]) AS hashes(hash))')
/** A ticket is used by deleting it: of two concurrent uses only one finds it. */
const BY_TICKET = `WITH used AS (DELETE FROM ticket WHERE ticket_hash = ANY($1::text[]) RETURNING ticket_hash, session_hash, expires_at)
  ${validSessions('(SELECT ticket_hash AS lookup, session_hash FROM used WHERE used.expires_at > $2::timestamptz)')}`

/** @param ended called after a session has ended, with its hash */
export function sessionsIn(database: Database, lifeMs: number, now: () => Date, ended: (sessionHash: string) => void): Sessions {
  const { orm } = database

  async function find(name: string, text: string, hashes: readonly string[]): Promise<Map<string, Session>> {
    const rows = await database.query<Row>(name, text, [[...new Set(hashes)], now().toISOString()])
    return new Map(rows.map((row) => [row.lookup, { sessionHash: row.session_hash, user: row.user, expiresAt: row.expires_at }]))
  }
  const byHash = batched(async (hashes: readonly string[]) => {
    const found = await find('sessions_by_hash', BY_HASH, hashes)
    return hashes.map((hash) => found.get(hash) ?? null)
  }, BATCH_SIZE)
  const byTicket = batched(async (hashes: readonly string[]) => {
    const found = await find('tickets_redeemed', BY_TICKET, hashes)
    return hashes.map((hash) => {
      const session = found.get(hash) ?? null
      found.delete(hash)
      return session
    })
  }, BATCH_SIZE)
  const putTickets = batched(async (newTickets: readonly { readonly ticketHash: string; readonly sessionHash: string }[]) => {
    const expiresAt = inMs(TICKET_MS).toISOString()
    await orm.insert(tickets).values(newTickets.map((ticket) => ({ ...ticket, expiresAt })))
    return newTickets.map(() => undefined)
  }, BATCH_SIZE)
  const inMs = (ms: number) => new Date(now().getTime() + ms)

  return {
    byHash,
    bySecret: (secret) => byHash(secretHash(secret)),
    async begin(userId) {
      const secret = newSecret()
      const sessionHash = secretHash(secret)
      await orm.insert(sessions).values({ sessionHash, userId, createdAt: now().toISOString(), expiresAt: inMs(lifeMs).toISOString() })
      const session = await byHash(sessionHash)
      if (!session) throw new Error('A new session is not valid.')
      return { secret, session }
    },
    async renew(session) {
      if (session.expiresAt.getTime() - now().getTime() > lifeMs / 2) return session.expiresAt
      const [row] = await database.query<{ expires_at: Date }>(
        'session_renewed',
        `UPDATE session SET expires_at = least($2::timestamptz, created_at + $3 * interval '1 millisecond')
         WHERE session_hash = $1 RETURNING expires_at`,
        [session.sessionHash, inMs(lifeMs).toISOString(), MAX_LIFETIME_MS],
      )
      return row?.expires_at ?? session.expiresAt
    },
    async end(sessionHash) {
      await orm
        .update(sessions)
        .set({ endedAt: now().toISOString() })
        .where(and(eq(sessions.sessionHash, sessionHash), isNull(sessions.endedAt)))
      ended(sessionHash)
    },
    async issueTicket(session) {
      const ticket = newSecret()
      await putTickets({ ticketHash: secretHash(ticket), sessionHash: session.sessionHash })
      return ticket
    },
    redeem: (ticket) => byTicket(secretHash(ticket)),
  }
}
