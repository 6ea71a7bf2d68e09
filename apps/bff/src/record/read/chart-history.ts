import type { Audience } from '@wardline/events'
import { changesOf, comparing, type Room, rooms, type View, type ViewRow, viewsOf } from '@wardline/events'
import type { RoomLogReader } from '@wardline/sync/server'
import { mayBeSeenBy } from '@wardline/sync/server'
import type { Database } from '../../database/database.ts'

/** One entry of a patient's log as the slider of the past shows it. */
export interface Mark {
  readonly seq: number
  readonly at: string
  readonly type: string
}

/** Where the past is looked at: by the clock of the log, or by the number of an entry. */
export type Moment = { readonly at: string } | { readonly seq: number }

export interface HistoricalChart {
  /** The newest entry that is folded in; 0 before the first. */
  readonly seq: number
  /** The moment the log had reached with it; null before the first. */
  readonly recordedAt: string | null
  readonly views: Readonly<Record<string, readonly ViewRow[]>>
}

/** A patient's chart at any moment: the same folds over the same log, up to there (RT12, RT13). */
export interface ChartHistory {
  /** Entries that this audience was sent, oldest first. */
  timeline(patientId: string, audience: Audience): Promise<readonly Mark[]>
  chart(patientId: string, moment: Moment, audience: Audience): Promise<HistoricalChart>
}

/** Entries that are in memory at once. */
const STRETCH = 500

/** The log reaches a moment when all before it was recorded: its own time never goes back. */
const later = (a: string, b: string) => (a > b ? a : b)

export function chartHistoryIn(database: Database, log: Pick<RoomLogReader, 'read'>): ChartHistory {
  /** Up to where everything had been recorded by then. The order of the log counts, and clocks of two instances may differ. */
  async function seqAt(room: Room, moment: Moment): Promise<number> {
    if ('seq' in moment) return moment.seq
    const [row] = await database.query<{ seq: number | null }>(
      'past_seq',
      `SELECT coalesce(
         (SELECT min(l.seq) - 1 FROM room_log l
          CROSS JOIN LATERAL (SELECT recorded_at FROM event WHERE event.event_id = l.event_id LIMIT 1) e
          WHERE l.room = $1 AND e.recorded_at > $2),
         (SELECT seq FROM room_head WHERE room = $1)) AS seq`,
      [room, moment.at],
    )
    return row?.seq ?? 0
  }

  return {
    async timeline(patientId, audience) {
      const rows = await database.query<{ seq: number; audiences: number; at: Date; type: string }>(
        'past_timeline',
        `SELECT l.seq, l.audiences, e.recorded_at AS at, e.type FROM room_log l
         CROSS JOIN LATERAL (SELECT recorded_at, type FROM event WHERE event.event_id = l.event_id LIMIT 1) e
         WHERE l.room = $1 ORDER BY l.seq`,
        [rooms.patient(patientId)],
      )
      let reached = ''
      const marks = rows.map((row) => {
        reached = later(reached, row.at.toISOString())
        return { ...row, at: reached }
      })
      return marks.filter((mark) => mayBeSeenBy(mark, audience)).map(({ seq, at, type }) => ({ seq, at, type }))
    },
    async chart(patientId, moment, audience) {
      const room = rooms.patient(patientId)
      const until = await seqAt(room, moment)
      const seen = viewsOf('patient').filter((view) => view.audiences.includes(audience))
      const folded = seen.map((view) => ({ view, rows: new Map<string, ViewRow>() }))
      let seq = 0
      let recordedAt: string | null = null
      while (seq < until) {
        const entries = (await log.read(new Map([[room, seq]]), Math.min(STRETCH, until - seq))).get(room)?.entries ?? []
        for (const { event } of entries) for (const { view, rows } of folded) fold(view, rows, event, room)
        const last = entries.at(-1)
        if (!last) break
        seq = last.seq
        for (const { event } of entries) recordedAt = later(recordedAt ?? '', event.recordedAt)
      }
      return {
        seq,
        recordedAt,
        views: Object.fromEntries(folded.map(({ view, rows }) => [view.name, [...rows.values()].sort(comparing(view))])),
      }
    },
  }
}

function fold(view: View<ViewRow>, rows: Map<string, ViewRow>, event: Parameters<typeof changesOf>[1], room: Room): void {
  try {
    for (const [id, row] of changesOf(view, event, room, (known) => rows.get(known) ?? null)) row ? rows.set(id, row) : rows.delete(id)
  } catch {
    // What the projector could not take in was not on any screen either: it stands among the dead letters (RT14).
  }
}
