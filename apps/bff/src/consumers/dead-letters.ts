import type { Room } from '@wardline/events'
import type { Database } from '../database/database.ts'
import type { LogEntry } from '../record/positions.ts'

export interface DeadLetter {
  readonly consumer: string
  readonly room: Room
  readonly seq: number
  readonly eventId: string
  readonly reason: string
  readonly attempts: number
  readonly at: string
}

/** Events that a consumer could not take in, kept with the reason until somebody has them tried again (RT14). */
export interface DeadLetters {
  put(consumer: string, entry: LogEntry, reason: string, attempts: number): Promise<void>
  list(): Promise<readonly DeadLetter[]>
  remove(consumer: string, room: Room): Promise<void>
}

export const deadLettersIn = (database: Database, now: () => Date): DeadLetters => ({
  async put(consumer, entry, reason, attempts) {
    await database.query(
      'dead_letter_put',
      `INSERT INTO dead_letter (consumer, room, seq, event_id, reason, attempts, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (consumer, room, seq) DO UPDATE SET reason = excluded.reason, attempts = excluded.attempts, at = excluded.at`,
      [consumer, entry.room, entry.seq, entry.event.eventId, reason, attempts, now().toISOString()],
    )
  },
  async list() {
    const rows = await database.query<Omit<DeadLetter, 'at'> & { at: Date }>(
      'dead_letters',
      'SELECT consumer, room, seq, event_id AS "eventId", reason, attempts, at FROM dead_letter ORDER BY at, room, seq',
    )
    return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
  },
  async remove(consumer, room) {
    await database.query('dead_letters_removed', 'DELETE FROM dead_letter WHERE consumer = $1 AND room = $2', [consumer, room])
  },
})
