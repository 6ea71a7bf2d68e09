import type { Room, View, ViewRow } from '@wardline/events'
import { DatabaseOutage } from '../../database/database.ts'
import { pause } from '../../load/event-loop.ts'
import type { LogEntry } from '../../record/log/positions.ts'
import { PROJECTOR } from '../../record/read/snapshots.ts'
import { RoomFold } from './fold-room.ts'
import type { ProjectorOptions } from './projector.ts'

type Parts = Pick<ProjectorOptions, 'log' | 'rows' | 'deadLetters' | 'failed'>

/** Between the tries of an entry that a view cannot take in. */
const PATIENCE_MS = [20, 100, 500]
const AT_ONCE = 200

const readAfter = async ({ log }: Parts, room: Room, after: number, limit: number): Promise<readonly LogEntry[]> =>
  (await log.read(new Map([[room, after]]), limit)).get(room)?.entries ?? []

function triedIn(fold: RoomFold, view: View<ViewRow>, entry: LogEntry, failed: Parts['failed']): boolean {
  try {
    fold.fold(view, entry)
    return true
  } catch (error) {
    failed(error)
    return false
  }
}

/** Views that cannot take an entry in are tried again, then go on without it; the others have it at once (RT14). */
async function foldOrBury({ deadLetters, failed }: Parts, fold: RoomFold, entry: LogEntry): Promise<void> {
  let left = fold.views
  for (let attempt = 1; ; attempt++) {
    left = left.filter((view) => !triedIn(fold, view, entry, failed))
    if (left.length === 0) return
    const patience = PATIENCE_MS[attempt - 1]
    if (patience === undefined) {
      const reason = `${left.map(({ name }) => name).join(', ')} cannot take in ${entry.event.type}`
      return deadLetters.put(PROJECTOR, entry, reason, attempt)
    }
    await pause(patience)
  }
}

/** Goes on with a room entry by entry, until its log is read or somebody else is at it. */
export async function foldWithRetry(parts: Parts, room: Room, views: readonly View<ViewRow>[], stopped: () => boolean): Promise<void> {
  const { rows, deadLetters, failed } = parts
  while (!stopped()) {
    const from = (await rows.positionsOf([room])).get(room) ?? 0
    const [entry] = await readAfter(parts, room, from, 1)
    if (!entry) return
    const fold = new RoomFold(room, views)
    const needed = fold.needs([entry]).map((one) => ({ room, ...one }))
    for (const { view, id } of needed) fold.hold(view, id, null)
    if (needed.length > 0) for (const { view, id, row } of await rows.rows(needed)) fold.hold(view, id, row)
    await foldOrBury(parts, fold, entry)
    try {
      await rows.keep([{ room, from, to: entry.seq, changed: fold.changed }])
    } catch (error) {
      if (error instanceof DatabaseOutage) throw error
      // The rows themselves are refused by the database: the entry is set aside and the room goes on.
      failed(error)
      await deadLetters.put(PROJECTOR, entry, `the rows of ${entry.event.type} cannot be kept`, 1)
      await rows.keep([{ room, from, to: entry.seq, changed: [] }])
    }
  }
}

/**
 * A room's rows made anew from its whole log; rows that no entry makes are gone (RT13).
 * @param by who has what were dead letters tried again
 */
export async function replayed(parts: Parts, room: Room, views: readonly View<ViewRow>[], by: string): Promise<void> {
  const { rows, deadLetters } = parts
  for (;;) {
    const position = (await rows.positionsOf([room])).get(room) ?? 0
    const fold = new RoomFold(room, views)
    for (const view of views) for (const id of await rows.idsOf(room, view.name)) fold.forget(view, id)
    await deadLetters.settleRoom(PROJECTOR, room, { settlement: 'replayed', by })
    for (let at = 0; at < position; ) {
      const entries = (await readAfter(parts, room, at, AT_ONCE)).filter(({ seq }) => seq <= position)
      for (const entry of entries) await foldOrBury(parts, fold, entry)
      at = entries.at(-1)?.seq ?? position
    }
    if (position === 0 || (await rows.keep([{ room, from: position, to: position, changed: fold.changed }])).has(room)) return
  }
}
