import type { ClinicalEvent } from '@wardline/events'
import type { Database } from '../../database/database.ts'

/** Events of one type in one window. */
export interface WindowCount {
  /** Begin of the window. */
  readonly from: string
  readonly type: string
  readonly count: number
}

/** The log as those who look after it read it: by what belongs together, by cause, by time. */
export interface EventQueries {
  /** Everything that followed from one act, in the order it was recorded. */
  correlated(correlationId: string): Promise<readonly ClinicalEvent[]>
  /** What led to an event, the event itself, and what followed from it, in the order it was recorded; empty when there is no such event. */
  chain(eventId: string): Promise<readonly ClinicalEvent[]>
  /** The newest events, newest first. */
  latest(limit: number): Promise<readonly ClinicalEvent[]>
  /** Counts by type in tumbling windows from a moment on. Windows begin at whole multiples of their length. */
  windows(since: Date, minutes: number): Promise<readonly WindowCount[]>
}

/** More than any act has ever led to; an import has a correlation for each resource. */
const MOST = 500

export const eventQueriesIn = (database: Database): EventQueries => ({
  async correlated(correlationId) {
    const rows = await database.query<{ body: ClinicalEvent }>(
      'log_correlated',
      `SELECT body FROM event WHERE body->>'correlationId' = $1 ORDER BY recorded_at, event_id LIMIT $2`,
      [correlationId, MOST],
    )
    return rows.map(({ body }) => body)
  },
  async chain(eventId) {
    const rows = await database.query<{ body: ClinicalEvent }>(
      'log_chain',
      `WITH RECURSIVE above AS (
         SELECT event_id, body->>'causationId' AS cause FROM event WHERE event_id = $1
         UNION
         SELECT e.event_id, e.body->>'causationId' FROM above JOIN event e ON e.event_id = above.cause
       ), below AS (
         SELECT event_id FROM event WHERE event_id = $1
         UNION
         SELECT e.event_id FROM below JOIN event e ON e.body->>'causationId' = below.event_id AND e.body->>'causationId' IS NOT NULL
       )
       SELECT body FROM event WHERE event_id IN (SELECT event_id FROM above UNION SELECT event_id FROM below)
       ORDER BY recorded_at, event_id LIMIT $2`,
      [eventId, MOST],
    )
    return rows.map(({ body }) => body)
  },
  async latest(limit) {
    const rows = await database.query<{ body: ClinicalEvent }>(
      'log_latest',
      'SELECT body FROM event ORDER BY recorded_at DESC, event_id DESC LIMIT $1',
      [limit],
    )
    return rows.map(({ body }) => body)
  },
  async windows(since, minutes) {
    const rows = await database.query<Omit<WindowCount, 'from'> & { from: Date }>(
      'log_windows',
      `SELECT date_bin(make_interval(mins => $2::int), recorded_at, 'epoch'::timestamptz) AS from, type, count(*)::int AS count
       FROM event WHERE recorded_at >= $1 GROUP BY 1, 2 ORDER BY 1, 2`,
      [since.toISOString(), minutes],
    )
    return rows.map((row) => ({ ...row, from: row.from.toISOString() }))
  },
})
