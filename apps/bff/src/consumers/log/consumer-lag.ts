import type { Database } from '../../database/database.ts'

/** Events in the log that a consumer has not taken in: one pass over two indexes in the order of their rooms. @param rooms what their names begin with */
export async function consumerLag(database: Database, consumer: string, rooms = ''): Promise<number> {
  const [row] = await database.query<{ behind: number }>(
    'consumer_lag',
    `SELECT coalesce(sum(h.seq - coalesce(p.seq, 0)), 0)::bigint AS behind
     FROM room_head h LEFT JOIN consumer_position p ON p.consumer = $1 AND p.room = h.room
     WHERE starts_with(h.room, $2)`,
    [consumer, rooms],
  )
  return row?.behind ?? 0
}
