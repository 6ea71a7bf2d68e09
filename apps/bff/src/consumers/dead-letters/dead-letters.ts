import type { Room } from '@wardline/events'
import type { LogEntry } from '@wardline/sync/server'
import type { Database } from '../../database/database.ts'

/** A dead letter: a log entry or inbound message that could not be processed, kept with its reason until it is replayed or discarded. */
export interface DeadLetter {
  readonly id: string
  readonly consumer: string
  readonly room: Room | null
  readonly seq: number | null
  readonly eventId: string | null
  /** Event type of a log entry; null for messages. */
  readonly type: string | null
  /** NATS subject of a message; null for log entries. */
  readonly subject: string | null
  readonly reason: string
  readonly attempts: number
  readonly at: string
}

/** A letter with the payload of a message and its settlement. */
export interface DeadLetterDetails extends DeadLetter {
  readonly payload: string | null
  readonly settlement: Settlement | null
}

/** A message of another system as received. */
export interface RejectedMessage {
  /** The same for every delivery of a message. */
  readonly id: string
  readonly subject: string
  readonly eventId: string | null
  readonly payload: string
}

export type Settlement = 'replayed' | 'discarded'

/** How a letter was settled, the user who settled it, and the reason when discarded. */
export interface SettlementDetails {
  readonly settlement: Settlement
  readonly by: string
  readonly note?: string
}

export interface DeadLetterQuery {
  readonly consumer?: string | null
  /** The id of the last letter before the page. */
  readonly after?: string | null
  readonly limit?: number
}

/** Consumer name of inbound messages. */
export const INBOUND = 'inbound'

/** Stores failed entries and messages until an administrator replays or discards them (RT14). Letters are never deleted; a repeated failure reopens them. */
export interface DeadLetters {
  put(consumer: string, entry: LogEntry, reason: string, attempts: number): Promise<void>
  putMessage(message: RejectedMessage, reason: string, attempts: number): Promise<void>
  /** Returns open letters, oldest first. */
  list(query?: DeadLetterQuery): Promise<readonly DeadLetter[]>
  /** Returns the number of open letters. */
  total(): Promise<number>
  /** Returns the number of open letters of each consumer that has any. */
  counts(): Promise<Readonly<Record<string, number>>>
  /** Returns the number of a consumer's open letters since a time. */
  countSince(consumer: string, at: Date): Promise<number>
  open(id: string): Promise<DeadLetterDetails | null>
  /** Settles a letter; returns whether it was open. */
  settle(id: string, as: SettlementDetails): Promise<boolean>
  /** Settles all letters of a room before a consumer reprocesses it. */
  settleRoom(consumer: string, room: Room, as: SettlementDetails): Promise<void>
}

const PAGE = 100

type Row<Letter> = Omit<Letter, 'at'> & { readonly at: Date }
const letterOf = <Letter extends DeadLetter>(row: Row<Letter>): Letter => ({ ...row, at: row.at.toISOString() }) as unknown as Letter

const COLUMNS = `id, consumer, room, seq, event_id AS "eventId", subject, reason, attempts, at,
  (SELECT type FROM event WHERE event.event_id = dead_letter.event_id) AS type`
const REOPENED = `reason = excluded.reason, attempts = excluded.attempts, at = excluded.at,
  settled_at = NULL, settlement = NULL, settled_by = NULL, note = NULL`

export const deadLettersIn = (database: Database, now: () => Date, newId: () => string): DeadLetters => ({
  async put(consumer, entry, reason, attempts) {
    await database.query(
      'dead_letter_put',
      `INSERT INTO dead_letter (id, consumer, room, seq, event_id, reason, attempts, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (consumer, room, seq) DO UPDATE SET ${REOPENED}`,
      [newId(), consumer, entry.room, entry.seq, entry.event.eventId, reason, attempts, now().toISOString()],
    )
  },
  async putMessage({ id, subject, eventId, payload }, reason, attempts) {
    await database.query(
      'dead_letter_put_message',
      `INSERT INTO dead_letter (id, consumer, subject, event_id, payload, reason, attempts, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (id) DO UPDATE SET ${REOPENED}`,
      [id, INBOUND, subject, eventId, payload, reason, attempts, now().toISOString()],
    )
  },
  async list({ consumer = null, after = null, limit = PAGE } = {}) {
    const rows = await database.query<Row<DeadLetter>>(
      'dead_letters',
      `SELECT ${COLUMNS} FROM dead_letter
       WHERE settled_at IS NULL AND ($1::text IS NULL OR consumer = $1)
         AND ($2::text IS NULL OR (at, id) > (SELECT at, id FROM dead_letter WHERE id = $2))
       ORDER BY at, id LIMIT $3`,
      [consumer, after, limit],
    )
    return rows.map(letterOf)
  },
  async total() {
    const [row] = await database.query<{ count: number }>(
      'dead_letter_total',
      'SELECT count(*)::int AS count FROM dead_letter WHERE settled_at IS NULL',
    )
    return row?.count ?? 0
  },
  async counts() {
    const rows = await database.query<{ consumer: string; count: number }>(
      'dead_letter_counts',
      'SELECT consumer, count(*)::int AS count FROM dead_letter WHERE settled_at IS NULL GROUP BY consumer ORDER BY consumer',
    )
    return Object.fromEntries(rows.map(({ consumer, count }) => [consumer, count]))
  },
  async countSince(consumer, at) {
    const [row] = await database.query<{ count: number }>(
      'dead_letters_since',
      'SELECT count(*)::int AS count FROM dead_letter WHERE settled_at IS NULL AND at >= $2 AND consumer = $1',
      [consumer, at.toISOString()],
    )
    return row?.count ?? 0
  },
  async open(id) {
    const [row] = await database.query<Row<DeadLetterDetails>>(
      'dead_letter_open',
      `SELECT ${COLUMNS}, payload, settlement FROM dead_letter WHERE id = $1`,
      [id],
    )
    return row ? letterOf(row) : null
  },
  async settle(id, { settlement, by, note }) {
    const rows = await database.query(
      'dead_letter_settle',
      `UPDATE dead_letter SET settled_at = $2, settlement = $3, settled_by = $4, note = $5
       WHERE id = $1 AND settled_at IS NULL RETURNING id`,
      [id, now().toISOString(), settlement, by, note ?? null],
    )
    return rows.length > 0
  },
  async settleRoom(consumer, room, { settlement, by }) {
    await database.query(
      'dead_letters_settle_room',
      `UPDATE dead_letter SET settled_at = $3, settlement = $4, settled_by = $5
       WHERE consumer = $1 AND room = $2 AND settled_at IS NULL`,
      [consumer, room, now().toISOString(), settlement, by],
    )
  },
})
