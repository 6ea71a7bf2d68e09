import { setTimeout as pause } from 'node:timers/promises'
import type { Room, View, ViewRow } from '@wardline/events'
import type { LogEntry } from '@wardline/sync/server'
import { DatabaseOutage } from '../../database/database.ts'
import { PROJECTOR } from '../../record/read/snapshots.ts'
import { RoomFold } from './fold-room.ts'
import type { ProjectorOptions } from './projector.ts'

type FoldOptions = Pick<ProjectorOptions, 'log' | 'rows' | 'deadLetters' | 'failed'>

/** Delays between the attempts of an entry that a view cannot process. */
const RETRY_DELAYS_MS = [20, 100, 500]
const BATCH_SIZE = 200

const readAfter = async ({ log }: FoldOptions, room: Room, after: number, limit: number): Promise<readonly LogEntry[]> =>
  (await log.read(new Map([[room, after]]), limit)).get(room)?.entries ?? []

function tryFold(fold: RoomFold, view: View<ViewRow>, entry: LogEntry, failed: FoldOptions['failed']): boolean {
  try {
    fold.fold(view, entry)
    return true
  } catch (error) {
    failed(error)
    return false
  }
}

/** Retries views that cannot process an entry, then dead-letters it for them; the other views process it at once (RT14). */
async function foldOrDeadLetter({ deadLetters, failed }: FoldOptions, fold: RoomFold, entry: LogEntry): Promise<void> {
  let remaining = fold.views
  for (let attempt = 1; ; attempt++) {
    remaining = remaining.filter((view) => !tryFold(fold, view, entry, failed))
    if (remaining.length === 0) return
    const delay = RETRY_DELAYS_MS[attempt - 1]
    if (delay === undefined) {
      const reason = `${remaining.map(({ name }) => name).join(', ')} cannot process ${entry.event.type}`
      return deadLetters.put(PROJECTOR, entry, reason, attempt)
    }
    await pause(delay)
  }
}

/** Folds a room entry by entry until the end of its log. */
export async function foldWithRetry(
  options: FoldOptions,
  room: Room,
  views: readonly View<ViewRow>[],
  stopped: () => boolean,
): Promise<void> {
  const { rows, deadLetters, failed } = options
  while (!stopped()) {
    const from = (await rows.positionsOf([room])).get(room) ?? 0
    const [entry] = await readAfter(options, room, from, 1)
    if (!entry) return
    const fold = new RoomFold(room, views)
    const required = fold.needs([entry]).map((one) => ({ room, ...one }))
    for (const { view, id } of required) fold.load(view, id, null)
    if (required.length > 0) for (const { view, id, row } of await rows.rows(required)) fold.load(view, id, row)
    await foldOrDeadLetter(options, fold, entry)
    try {
      await rows.store([{ room, from, to: entry.seq, changed: fold.changed }])
    } catch (error) {
      if (error instanceof DatabaseOutage) throw error
      // The database rejects the rows: the entry is dead-lettered and the room continues.
      failed(error)
      await deadLetters.put(PROJECTOR, entry, `the rows of ${entry.event.type} cannot be stored`, 1)
      await rows.store([{ room, from, to: entry.seq, changed: [] }])
    }
  }
}

/**
 * Rebuilds a room's rows from its whole log; rows that no entry creates are deleted (RT13).
 * @param by user recorded as replaying the room's dead letters
 */
export async function rebuildRoom(options: FoldOptions, room: Room, views: readonly View<ViewRow>[], by: string): Promise<void> {
  const { rows, deadLetters } = options
  for (;;) {
    const position = (await rows.positionsOf([room])).get(room) ?? 0
    const fold = new RoomFold(room, views)
    for (const view of views) for (const id of await rows.idsOf(room, view.name)) fold.markDeleted(view, id)
    await deadLetters.settleRoom(PROJECTOR, room, { settlement: 'replayed', by })
    for (let at = 0; at < position; ) {
      const entries = (await readAfter(options, room, at, BATCH_SIZE)).filter(({ seq }) => seq <= position)
      for (const entry of entries) await foldOrDeadLetter(options, fold, entry)
      at = entries.at(-1)?.seq ?? position
    }
    if (position === 0 || (await rows.store([{ room, from: position, to: position, changed: fold.changed }])).has(room)) return
  }
}
