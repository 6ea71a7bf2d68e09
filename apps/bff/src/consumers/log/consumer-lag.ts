import type { Database } from '../../database/database.ts'

/** Returns the number of log entries that a consumer has not processed, in one merge of two indexes. @param rooms prefix of the room names */
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
