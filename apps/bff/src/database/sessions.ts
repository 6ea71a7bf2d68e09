import type { SignedInUser } from '@wardline/events'
import { and, eq, isNull } from 'drizzle-orm'
import { newSecret, type Session, type Sessions, secretHash, TICKET_MS } from '../platform/session.ts'
import type { Database } from './database.ts'
import { session as sessions, ticket as tickets } from './schema.ts'
import { signedInUser } from './staff.ts'

interface Row {
  readonly session_hash: string
  readonly expires_at: Date
  readonly user: SignedInUser
}

/** However often it is renewed, a sign-in ends after a day. */
const AT_MOST_MS = 24 * 3_600_000

const good = (condition: string) => `
  SELECT x.session_hash, x.expires_at, ${signedInUser} AS user FROM session x JOIN staff s USING (user_id)
  WHERE ${condition} AND x.ended_at IS NULL AND x.expires_at > $2::timestamptz AND s.active`

/** @param ended called after a session was ended, with its hash. */
export function sessionsIn(database: Database, lifeMs: number, now: () => Date, ended: (sessionHash: string) => void): Sessions {
  const { orm } = database

  async function find(name: string, condition: string, value: string): Promise<Session | null> {
    const [row] = await database.query<Row>(name, good(condition), [value, now().toISOString()])
    return row ? { sessionHash: row.session_hash, user: row.user, expiresAt: row.expires_at } : null
  }
  const byHash = (sessionHash: string) => find('session_by_hash', 'x.session_hash = $1', sessionHash)
  const inMs = (ms: number) => new Date(now().getTime() + ms)

  return {
    byHash,
    bySecret: (secret) => byHash(secretHash(secret)),
    async begin(userId) {
      const secret = newSecret()
      const sessionHash = secretHash(secret)
      await orm.insert(sessions).values({ sessionHash, userId, createdAt: now().toISOString(), expiresAt: inMs(lifeMs).toISOString() })
      const session = await byHash(sessionHash)
      if (!session) throw new Error('a session that was just begun is good')
      return { secret, session }
    },
    async renewed(session) {
      if (session.expiresAt.getTime() - now().getTime() > lifeMs / 2) return session.expiresAt
      const [row] = await database.query<{ expires_at: Date }>(
        'session_renewed',
        `UPDATE session SET expires_at = least($2::timestamptz, created_at + $3 * interval '1 millisecond')
         WHERE session_hash = $1 RETURNING expires_at`,
        [session.sessionHash, inMs(lifeMs).toISOString(), AT_MOST_MS],
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
    async ticketFor(session) {
      const ticket = newSecret()
      await orm
        .insert(tickets)
        .values({ ticketHash: secretHash(ticket), sessionHash: session.sessionHash, expiresAt: inMs(TICKET_MS).toISOString() })
      return ticket
    },
    async redeem(ticket) {
      // Deleting is the use: of two that come at once only one finds it.
      const [row] = await database.query<{ session_hash: string; good: boolean }>(
        'ticket_redeemed',
        'DELETE FROM ticket WHERE ticket_hash = $1 RETURNING session_hash, expires_at > $2::timestamptz AS good',
        [secretHash(ticket), now().toISOString()],
      )
      return row?.good ? byHash(row.session_hash) : null
    },
  }
}
