import type { ClinicalEvent } from '@wardline/events'
import type { Database } from '../../database/database.ts'

/** Events of one type in one window. */
export interface WindowCount {
  /** Start of the window. */
  readonly from: string
  readonly type: string
  readonly count: number
}

/** Queries on the event log for administrators: by correlation, by cause, by time. */
export interface EventQueries {
  /** Returns all events with one correlation id, in the order of recording. */
  correlated(correlationId: string): Promise<readonly ClinicalEvent[]>
  /** Returns the causes of an event, the event and its effects, in the order of recording; empty for an unknown event. */
  chain(eventId: string): Promise<readonly ClinicalEvent[]>
  /** Returns the newest events, newest first. */
  latest(limit: number): Promise<readonly ClinicalEvent[]>
  /** Returns counts by type in tumbling windows since a time. Windows start at multiples of their length. */
  windows(since: Date, minutes: number): Promise<readonly WindowCount[]>
}

/** More events than one command leads to; an import has a correlation id per resource. */
const MAX_EVENTS = 500

export const eventQueriesIn = (database: Database): EventQueries => ({
  async correlated(correlationId) {
    const rows = await database.query<{ body: ClinicalEvent }>(
      'log_correlated',
      `SELECT body FROM event WHERE body->>'correlationId' = $1 ORDER BY recorded_at, event_id LIMIT $2`,
      [correlationId, MAX_EVENTS],
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
      [eventId, MAX_EVENTS],
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
