import type { ClinicalEvent, EventType } from '@wardline/events'
import type { StreamState } from '../../bus/streams.ts'
import type { Database } from '../../database/database.ts'

/** Acknowledgement of a stream. */
export interface Acknowledged {
  readonly eventId: string
  readonly stream: string
  readonly life: string
  readonly seq: number
}

/** Ledger of published events, for comparing the streams with the log. */
export interface PublicationLedger {
  /** Records acknowledgements. A sequence number that another event had means that the stream was rolled back: that event is struck out. Returns the stream of each event struck out. */
  acknowledged(entries: readonly Acknowledged[]): Promise<readonly string[]>
  /** Strikes out events that the streams no longer have; returns the stream of each. */
  strike(states: readonly StreamState[]): Promise<readonly string[]>
  /** Returns unpublished events recorded between `from` and `until`, oldest first. */
  missing(types: readonly EventType[], from: Date, until: Date, limit: number): Promise<readonly ClinicalEvent[]>
  /** Returns the number of unpublished events, counted up to `limit`. */
  countMissing(from: Date, until: Date, limit: number): Promise<number>
  /** Returns the time up to which all events are published. */
  completeUntil(): Promise<Date>
  /** Advances that time only if it is still `from`: striking out events moves it back. */
  advance(from: Date, to: Date): Promise<void>
}

/** The publisher's offset in `consumer_position` is a time in milliseconds since 1970, because it has no room. */
export const PUBLISHER = 'publisher'
const UNTIL = 'until'

const STRUCK = `, back AS (
  UPDATE consumer_position SET seq = least(seq, (SELECT floor(extract(epoch FROM min(e.recorded_at)) * 1000)::bigint
    FROM struck JOIN event e USING (event_id)))
  WHERE consumer = '${PUBLISHER}' AND room = '${UNTIL}' AND EXISTS (SELECT FROM struck))`

export const publicationLedgerIn = (database: Database): PublicationLedger => ({
  async acknowledged(entries) {
    const rows = await database.query<{ stream: string }>(
      'published_acknowledged',
      `WITH acked AS (
         SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[]) AS a(event_id, stream, life, seq)
       ), struck AS (
         DELETE FROM published p USING acked a
         WHERE p.stream = a.stream AND p.life = a.life AND p.seq = a.seq AND p.event_id <> a.event_id RETURNING p.event_id, p.stream
       )${STRUCK}, kept AS (
         INSERT INTO published (event_id, stream, life, seq) SELECT DISTINCT ON (event_id) event_id, stream, life, seq FROM acked
         ON CONFLICT (event_id) DO UPDATE SET stream = excluded.stream, life = excluded.life, seq = excluded.seq
       )
       SELECT stream FROM struck`,
      [
        entries.map(({ eventId }) => eventId),
        entries.map(({ stream }) => stream),
        entries.map(({ life }) => life),
        entries.map(({ seq }) => seq),
      ],
    )
    return rows.map(({ stream }) => stream)
  },
  async strike(states) {
    const rows = await database.query<{ stream: string }>(
      'published_struck',
      `WITH now AS (
         SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[]) AS n(stream, life, last)
       ), struck AS (
         DELETE FROM published p USING now n
         WHERE p.stream = n.stream AND (p.life <> n.life OR p.seq > n.last) RETURNING p.event_id, p.stream
       )${STRUCK}
       SELECT stream FROM struck`,
      [states.map(({ stream }) => stream), states.map(({ life }) => life), states.map(({ last }) => last)],
    )
    return rows.map(({ stream }) => stream)
  },
  async missing(types, from, until, limit) {
    const rows = await database.query<{ body: ClinicalEvent }>(
      'published_missing',
      `SELECT e.body FROM event e
       WHERE e.recorded_at >= $1::timestamptz AND e.recorded_at <= $2::timestamptz AND e.type = ANY($3::text[])
         AND NOT EXISTS (SELECT FROM published p WHERE p.event_id = e.event_id)
       ORDER BY e.recorded_at, e.event_id LIMIT $4`,
      [from.toISOString(), until.toISOString(), types, limit],
    )
    return rows.map(({ body }) => body)
  },
  async countMissing(from, until, limit) {
    const [row] = await database.query<{ missing: number }>(
      'published_missing_count',
      `SELECT count(*)::int AS missing FROM (
         SELECT FROM event e WHERE e.recorded_at >= $1::timestamptz AND e.recorded_at <= $2::timestamptz
           AND NOT EXISTS (SELECT FROM published p WHERE p.event_id = e.event_id) LIMIT $3) AS found`,
      [from.toISOString(), until.toISOString(), limit],
    )
    return row?.missing ?? 0
  },
  async completeUntil() {
    const [row] = await database.query<{ seq: number }>(
      'published_until',
      'SELECT seq FROM consumer_position WHERE consumer = $1 AND room = $2',
      [PUBLISHER, UNTIL],
    )
    return new Date(row?.seq ?? 0)
  },
  async advance(from, to) {
    await database.query(
      'published_advance',
      `INSERT INTO consumer_position (consumer, room, seq) VALUES ($1, $2, $4)
       ON CONFLICT (consumer, room) DO UPDATE SET seq = excluded.seq WHERE consumer_position.seq = $3`,
      [PUBLISHER, UNTIL, from.getTime(), to.getTime()],
    )
  },
})
