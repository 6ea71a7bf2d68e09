import type { Room } from '@wardline/events'
import type { Database } from '../../database/database.ts'
import { consumerLag } from './consumer-lag.ts'

/** How far one consumer has processed each of its rooms. */
export interface ConsumerOffsets {
  /** Returns the last processed entry of each room; 0 for a room without one. */
  positionsOf(rooms: readonly Room[]): Promise<ReadonlyMap<Room, number>>
  /** Returns rooms with unprocessed entries. */
  roomsBehind(): Promise<readonly Room[]>
  /** Returns the number of unprocessed entries. */
  lag(): Promise<number>
}

/** Offsets that the engine saves; a consumer without them stores its offsets together with its results. */
export interface SavedOffsets extends ConsumerOffsets {
  /** Registers a new consumer with its offsets at the end of the log; does nothing for a known one. */
  register(): Promise<void>
  /** Saves offsets; never decreases one, because another instance may be further. */
  save(offsets: ReadonlyMap<Room, number>): Promise<void>
}

/** Pseudo-consumer whose rows name the registered consumers. */
const REGISTERED = 'begun'

/** @param rooms prefix of the names of the consumer's rooms; all rooms when empty */
export const consumerOffsetsIn = (database: Database, consumer: string, rooms = ''): SavedOffsets => ({
  async register() {
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
  async positionsOf(roomNames) {
    const rows = await database.query<{ room: Room; seq: number }>(
      'consumer_places',
      'SELECT room, seq FROM consumer_position WHERE consumer = $1 AND room = ANY($2::text[])',
      [consumer, roomNames],
    )
    const seqByRoom = new Map(rows.map(({ room, seq }) => [room, seq]))
    return new Map(roomNames.map((room) => [room, seqByRoom.get(room) ?? 0]))
  },
  async roomsBehind() {
    const rows = await database.query<{ room: Room }>(
      'consumer_behind',
      `SELECT h.room FROM room_head h LEFT JOIN consumer_position p ON p.consumer = $1 AND p.room = h.room
       WHERE starts_with(h.room, $2) AND h.seq > coalesce(p.seq, 0) ORDER BY h.room`,
      [consumer, rooms],
    )
    return rows.map(({ room }) => room)
  },
  lag: () => consumerLag(database, consumer, rooms),
  async save(offsets) {
    await database.query(
      'consumer_keep',
      `INSERT INTO consumer_position (consumer, room, seq) SELECT $1, room, seq FROM unnest($2::text[], $3::bigint[]) AS k(room, seq) ORDER BY room
       ON CONFLICT (consumer, room) DO UPDATE SET seq = greatest(consumer_position.seq, excluded.seq)`,
      [consumer, [...offsets.keys()], [...offsets.values()]],
    )
  },
})
