import type { Room } from '@wardline/events'
import type { Database } from '../../database/database.ts'

/** Consumer offsets: per consumer and room, the last entry processed. */
export interface ConsumerOffsets {
  /** Registers a new consumer with its offsets at the end of the log; does nothing for a known one. */
  register(consumer: string): Promise<void>
  of(consumer: string, rooms: readonly Room[]): Promise<ReadonlyMap<Room, number>>
  /** Returns rooms with unprocessed entries. @param rooms prefix of the room names */
  roomsBehind(consumer: string, rooms: string): Promise<readonly Room[]>
  /** Saves offsets; never decreases one, because another instance may be further. */
  save(consumer: string, offsets: ReadonlyMap<Room, number>): Promise<void>
}

/** Pseudo-consumer whose rows name the registered consumers. */
const REGISTERED = 'begun'

export const consumerOffsetsIn = (database: Database): ConsumerOffsets => ({
  async register(consumer) {
    await database.query(
      'consumer_begun',
      `WITH fresh AS (
         INSERT INTO consumer_position (consumer, room, seq) VALUES ('${REGISTERED}', $1, 0) ON CONFLICT DO NOTHING RETURNING 1
       )
       INSERT INTO consumer_position (consumer, room, seq) SELECT $1, room, seq FROM room_head WHERE EXISTS (SELECT FROM fresh)
       ON CONFLICT DO NOTHING`,
      [consumer],
    )
  },
  async of(consumer, rooms) {
    const rows = await database.query<{ room: Room; seq: number }>(
      'consumer_places',
      'SELECT room, seq FROM consumer_position WHERE consumer = $1 AND room = ANY($2::text[])',
      [consumer, rooms],
    )
    const seqByRoom = new Map(rows.map(({ room, seq }) => [room, seq]))
    return new Map(rooms.map((room) => [room, seqByRoom.get(room) ?? 0]))
  },
  async roomsBehind(consumer, rooms) {
    const rows = await database.query<{ room: Room }>(
      'consumer_behind',
      `SELECT h.room FROM room_head h LEFT JOIN consumer_position p ON p.consumer = $1 AND p.room = h.room
       WHERE starts_with(h.room, $2) AND h.seq > coalesce(p.seq, 0) ORDER BY h.room`,
      [consumer, rooms],
    )
    return rows.map(({ room }) => room)
  },
  async save(consumer, offsets) {
    await database.query(
      'consumer_keep',
      `INSERT INTO consumer_position (consumer, room, seq) SELECT $1, room, seq FROM unnest($2::text[], $3::bigint[]) AS k(room, seq) ORDER BY room
       ON CONFLICT (consumer, room) DO UPDATE SET seq = greatest(consumer_position.seq, excluded.seq)`,
      [consumer, [...offsets.keys()], [...offsets.values()]],
    )
  },
})
