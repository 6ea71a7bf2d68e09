import type { Room } from '@wardline/events'
import type { Database } from '../database/database.ts'
import type { LogEntry } from '../record/positions.ts'

/** What could not be processed: an entry of the log, or a message of another system. */
export interface DeadLetter {
  readonly id: string
  readonly consumer: string
  readonly room: Room | null
  readonly seq: number | null
  readonly eventId: string | null
  /** Where a message was published; null for entries of the log. */
  readonly subject: string | null
  readonly reason: string
  readonly attempts: number
  readonly at: string
}

/** A message of another system as it came. */
export interface RejectedMessage {
  /** The same for every delivery of the same message. */
  readonly id: string
  readonly subject: string
  readonly eventId: string | null
  readonly payload: string
}

/** Under this name messages of other systems stand among the letters. */
export const INBOUND = 'inbound'

/** Kept with the reason until somebody has them tried again or sets them aside (RT14). */
export interface DeadLetters {
  put(consumer: string, entry: LogEntry, reason: string, attempts: number): Promise<void>
  putMessage(message: RejectedMessage, reason: string, attempts: number): Promise<void>
  list(): Promise<readonly DeadLetter[]>
  remove(consumer: string, room: Room): Promise<void>
}

export const deadLettersIn = (database: Database, now: () => Date, newId: () => string): DeadLetters => ({
  async put(consumer, entry, reason, attempts) {
    await database.query(
      'dead_letter_put',
      `INSERT INTO dead_letter (id, consumer, room, seq, event_id, reason, attempts, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (consumer, room, seq) DO UPDATE SET reason = excluded.reason, attempts = excluded.attempts, at = excluded.at`,
      [newId(), consumer, entry.room, entry.seq, entry.event.eventId, reason, attempts, now().toISOString()],
    )
  },
  async putMessage({ id, subject, eventId, payload }, reason, attempts) {
    await database.query(
      'dead_letter_put_message',
      `INSERT INTO dead_letter (id, consumer, subject, event_id, payload, reason, attempts, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (id) DO UPDATE SET reason = excluded.reason, attempts = excluded.attempts, at = excluded.at`,
      [id, INBOUND, subject, eventId, payload, reason, attempts, now().toISOString()],
    )
  },
  async list() {
    const rows = await database.query<Omit<DeadLetter, 'at'> & { at: Date }>(
      'dead_letters',
      `SELECT id, consumer, room, seq, event_id AS "eventId", subject, reason, attempts, at
       FROM dead_letter WHERE settled_at IS NULL ORDER BY at, id`,
    )
    return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
  },
  async remove(consumer, room) {
    await database.query('dead_letters_removed', 'DELETE FROM dead_letter WHERE consumer = $1 AND room = $2', [consumer, room])
  },
})
