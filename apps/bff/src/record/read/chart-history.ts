import type { Audience } from '@wardline/events'
import { changesOf, type Room, rooms, rowOrder, type View, type ViewRow, viewsOf } from '@wardline/events'
import type { RoomLogReader } from '@wardline/sync/server'
import { mayBeSeenBy } from '@wardline/sync/server'
import type { Database } from '../../database/database.ts'

/** One entry of a patient's log on the history timeline. */
export interface TimelineEntry {
  readonly seq: number
  readonly at: string
  readonly type: string
}

/** A point of the history, by recording time or by entry number. */
export type Moment = { readonly at: string } | { readonly seq: number }

export interface HistoricalChart {
  /** The newest entry included; 0 before the first. */
  readonly seq: number
  /** Recording time of the log at that entry; null before the first. */
  readonly recordedAt: string | null
  readonly views: Readonly<Record<string, readonly ViewRow[]>>
}

/** A patient's chart at any point of its history: the same folds over the same log, up to that point (RT12, RT13). */
export interface ChartHistory {
  /** Returns the entries visible to an audience, oldest first. */
  timeline(patientId: string, audience: Audience): Promise<readonly TimelineEntry[]>
  chart(patientId: string, moment: Moment, audience: Audience): Promise<HistoricalChart>
}

/** Entries in memory at once. */
const CHUNK = 500

/** Time of the log is monotonic: the clocks of two instances may differ. */
const later = (a: string, b: string) => (a > b ? a : b)

export function chartHistoryIn(database: Database, log: Pick<RoomLogReader, 'read'>): ChartHistory {
  /** Returns the last entry before the first one recorded later. The log's order counts, because clocks of instances differ. */
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
      let logTime = ''
      const timelineEntries = rows.map((row) => {
        logTime = later(logTime, row.at.toISOString())
        return { ...row, at: logTime }
      })
      return timelineEntries.filter((entry) => mayBeSeenBy(entry, audience)).map(({ seq, at, type }) => ({ seq, at, type }))
    },
    async chart(patientId, moment, audience) {
      const room = rooms.patient(patientId)
      const until = await seqAt(room, moment)
      const visibleViews = viewsOf('patient').filter((view) => view.audiences.includes(audience))
      const states = visibleViews.map((view) => ({ view, rows: new Map<string, ViewRow>() }))
      let seq = 0
      let recordedAt: string | null = null
      while (seq < until) {
        const entries = (await log.read(new Map([[room, seq]]), Math.min(CHUNK, until - seq))).get(room)?.entries ?? []
        for (const { event } of entries) for (const { view, rows } of states) fold(view, rows, event, room)
        const last = entries.at(-1)
        if (!last) break
        seq = last.seq
        for (const { event } of entries) recordedAt = later(recordedAt ?? '', event.recordedAt)
      }
      return {
        seq,
        recordedAt,
        views: Object.fromEntries(states.map(({ view, rows }) => [view.name, [...rows.values()].sort(rowOrder(view))])),
      }
    },
  }
}

function fold(view: View<ViewRow>, rows: Map<string, ViewRow>, event: Parameters<typeof changesOf>[1], room: Room): void {
  try {
    for (const [id, row] of changesOf(view, event, room, (known) => rows.get(known) ?? null)) row ? rows.set(id, row) : rows.delete(id)
  } catch {
    // Entries that the projector could not process were on no list either: they are dead letters (RT14).
  }
}
