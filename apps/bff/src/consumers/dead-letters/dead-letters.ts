import type { Room } from '@wardline/events'
import type { LogEntry } from '@wardline/sync/server'
import type { Database } from '../../database/database.ts'

/** What could not be processed: an entry of the log, or a message of another system. */
export interface DeadLetter {
  readonly id: string
  readonly consumer: string
  readonly room: Room | null
  readonly seq: number | null
  readonly eventId: string | null
  /** Of the event, when the letter is an entry of the log. */
  readonly type: string | null
  /** Where a message was published; null for entries of the log. */
  readonly subject: string | null
  readonly reason: string
  readonly attempts: number
  readonly at: string
}

/** A letter opened: with the bytes of a message, and with what became of it. */
export interface OpenedLetter extends DeadLetter {
  readonly payload: string | null
  readonly settlement: Settlement | null
}

/** A message of another system as it came. */
export interface RejectedMessage {
  /** The same for every delivery of the same message. */
  readonly id: string
  readonly subject: string
  readonly eventId: string | null
  readonly payload: string
}

export type Settlement = 'replayed' | 'discarded'

/** Who settled a letter, how, and why when it was discarded. */
export interface SettledAs {
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

/** Under this name messages of other systems stand among the letters. */
export const INBOUND = 'inbound'

/** Kept with the reason until somebody has them tried again or sets them aside (RT14). Nothing is deleted; what fails again is open again. */
export interface DeadLetters {
  put(consumer: string, entry: LogEntry, reason: string, attempts: number): Promise<void>
  putMessage(message: RejectedMessage, reason: string, attempts: number): Promise<void>
  /** Open letters, oldest first. */
  list(asked?: DeadLetterQuery): Promise<readonly DeadLetter[]>
  /** All that are open. */
  total(): Promise<number>
  /** Open letters of each consumer that has any. */
  counts(): Promise<Readonly<Record<string, number>>>
  /** Open letters of a consumer that were put there from then on. */
  since(consumer: string, at: Date): Promise<number>
  open(id: string): Promise<OpenedLetter | null>
  /** Answers whether it was open until now. */
  settle(id: string, as: SettledAs): Promise<boolean>
  /** Everything of a room that a consumer is about to take in again. */
  settleRoom(consumer: string, room: Room, as: SettledAs): Promise<void>
}

const PAGE = 100

type Row<Letter> = Omit<Letter, 'at'> & { readonly at: Date }
const written = <Letter extends DeadLetter>(row: Row<Letter>): Letter => ({ ...row, at: row.at.toISOString() }) as unknown as Letter

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
    return rows.map(written)
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
  async since(consumer, at) {
    const [row] = await database.query<{ count: number }>(
      'dead_letters_since',
      'SELECT count(*)::int AS count FROM dead_letter WHERE settled_at IS NULL AND at >= $2 AND consumer = $1',
      [consumer, at.toISOString()],
    )
    return row?.count ?? 0
  },
  async open(id) {
    const [row] = await database.query<Row<OpenedLetter>>(
      'dead_letter_open',
      `SELECT ${COLUMNS}, payload, settlement FROM dead_letter WHERE id = $1`,
      [id],
    )
    return row ? written(row) : null
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
