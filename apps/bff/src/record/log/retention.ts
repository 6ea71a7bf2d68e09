import type { Room } from '@wardline/events'
import type { Database } from '../../database/database.ts'

export interface RetentionPolicy {
  /** Entries younger than this are kept for those who come back. */
  readonly ms: number
  /** So many entries of a room at most. */
  readonly entries: number
}

/** Rooms looked at in one statement. */
const ROOMS = 200
/** How far the border of one room moves in one statement: each entry is looked up. */
const STEP = 1_000

interface Moved {
  readonly room: Room
  /** Whether there is more to move. */
  readonly more: boolean
}

/**
 * Moves the border below which a client that comes back has to read its lists anew (RT7). The log itself stays:
 * replay and time travel read all of it. Safe on every instance at once: a row that somebody else holds is left to
 * them, so nobody waits while holding one, and the border never goes back.
 * @returns in how many rooms it moved
 */
export async function advanceLowWatermarks(database: Database, { ms, entries }: RetentionPolicy, now: Date): Promise<number> {
  const before = new Date(now.getTime() - ms).toISOString()
  const moved = new Set<Room>()
  for (let last = ''; ; ) {
    const rooms = await database.query<{ room: Room }>(
      'retention_rooms',
      `SELECT h.room FROM room_head h WHERE h.room > $1 ORDER BY h.room LIMIT ${ROOMS}`,
      [last],
    )
    let due = rooms.map(({ room }) => room)
    while (due.length > 0) {
      const went = await database.query<Moved>(
        'retention_move',
        `WITH due AS (
           SELECT h.room, h.low, greatest(
             h.low,
             least(h.seq - $3 + 1, h.low + ${STEP}),
             coalesce((SELECT max(l.seq) + 1 FROM
               (SELECT seq, event_id FROM room_log WHERE room_log.room = h.room AND seq >= h.low ORDER BY seq LIMIT ${STEP}) l
               CROSS JOIN LATERAL (SELECT recorded_at FROM event WHERE event.event_id = l.event_id LIMIT 1) e
               WHERE e.recorded_at < $2), h.low)) AS next
           FROM unnest($1::text[]) AS asked(room)
           CROSS JOIN LATERAL (SELECT room, seq, low FROM room_head WHERE room_head.room = asked.room LIMIT 1) h
         ), free AS (
           SELECT room FROM room_head WHERE room IN (SELECT room FROM due WHERE next > low) FOR UPDATE SKIP LOCKED
         )
         UPDATE room_head h SET low = due.next FROM due
         WHERE h.room = due.room AND h.room IN (SELECT room FROM free) AND due.next > h.low
         RETURNING h.room, due.next - due.low >= ${STEP} AS more`,
        [due, before, entries],
      )
      for (const { room } of went) moved.add(room)
      due = went.flatMap(({ room, more }) => (more ? [room] : []))
    }
    const end = rooms.at(-1)?.room
    if (rooms.length < ROOMS || !end) return moved.size
    last = end
  }
}

export interface RetentionOptions {
  readonly database: Database
  readonly keeping: RetentionPolicy
  readonly now: () => Date
  readonly failed: (error: unknown) => void
  readonly everyMs?: number
}

/** A border that is an hour late keeps an hour more. */
const EVERY_MS = 3_600_000

/** Moves the borders now and then. Answers how to stop. */
export function startRetention({ database, keeping, now, failed, everyMs = EVERY_MS }: RetentionOptions): { stop(): Promise<void> } {
  let running: Promise<unknown> = Promise.resolve()
  const timer = setInterval(() => {
    running = running.then(() => advanceLowWatermarks(database, keeping, now())).catch(failed)
  }, everyMs).unref()
  return {
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}
