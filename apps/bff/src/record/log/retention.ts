import type { Room } from '@wardline/events'
import type { Database } from '../../database/database.ts'

export interface RetentionPolicy {
  /** Younger entries can be replayed to reconnecting clients. */
  readonly ms: number
  /** At most this many entries per room. */
  readonly entries: number
}

/** Rooms per statement. */
const ROOMS = 200
/** Entries per room and statement: the time of each is looked up. */
const STEP = 1_000

interface AdvancedRoom {
  readonly room: Room
  /** Whether there is more to advance. */
  readonly more: boolean
}

/**
 * Advances the low watermark, below which a reconnecting client has to refetch its lists (RT7). The log itself stays:
 * rebuilds and the chart history read all of it. Safe on every instance at once: rows locked by another one are skipped,
 * so there are no deadlocks, and a watermark never decreases. Returns the number of rooms advanced.
 */
export async function advanceLowWatermarks(database: Database, { ms, entries }: RetentionPolicy, now: Date): Promise<number> {
  const before = new Date(now.getTime() - ms).toISOString()
  const movedRooms = new Set<Room>()
  for (let last = ''; ; ) {
    const rooms = await database.query<{ room: Room }>(
      'retention_rooms',
      `SELECT h.room FROM room_head h WHERE h.room > $1 ORDER BY h.room LIMIT ${ROOMS}`,
      [last],
    )
    let due = rooms.map(({ room }) => room)
    while (due.length > 0) {
      const advanced = await database.query<AdvancedRoom>(
        'retention_move',
        `WITH due AS (
           SELECT h.room, h.low, greatest(
             h.low,
             least(h.seq - $3 + 1, h.low + ${STEP}),
             coalesce((SELECT max(l.seq) + 1 FROM
               (SELECT seq, event_id FROM room_log WHERE room_log.room = h.room AND seq >= h.low ORDER BY seq LIMIT ${STEP}) l
               CROSS JOIN LATERAL (SELECT recorded_at FROM event WHERE event.event_id = l.event_id LIMIT 1) e
               WHERE e.recorded_at < $2), h.low)) AS next
           FROM unnest($1::text[]) AS requested(room)
           CROSS JOIN LATERAL (SELECT room, seq, low FROM room_head WHERE room_head.room = requested.room LIMIT 1) h
         ), free AS (
           SELECT room FROM room_head WHERE room IN (SELECT room FROM due WHERE next > low) FOR UPDATE SKIP LOCKED
         )
         UPDATE room_head h SET low = due.next FROM due
         WHERE h.room = due.room AND h.room IN (SELECT room FROM free) AND due.next > h.low
         RETURNING h.room, due.next - due.low >= ${STEP} AS more`,
        [due, before, entries],
      )
      for (const { room } of advanced) movedRooms.add(room)
      due = advanced.flatMap(({ room, more }) => (more ? [room] : []))
    }
    const end = rooms.at(-1)?.room
    if (rooms.length < ROOMS || !end) return movedRooms.size
    last = end
  }
}

export interface RetentionOptions {
  readonly database: Database
  readonly retention: RetentionPolicy
  readonly now: () => Date
  readonly failed: (error: unknown) => void
  readonly everyMs?: number
}

/** A late run only keeps entries an hour longer. */
const EVERY_MS = 3_600_000

/** Advances the low watermarks periodically. Returns the stop function. */
export function startRetention({ database, retention: keeping, now, failed, everyMs = EVERY_MS }: RetentionOptions): {
  stop(): Promise<void>
} {
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
