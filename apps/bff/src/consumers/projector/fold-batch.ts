import type { Room, View, ViewRow } from '@wardline/events'
import type { LogEntry } from '@wardline/sync/server'
import { RoomFold } from './fold-room.ts'
import type { ProjectorOptions } from './projector.ts'
import type { PushedEntries } from './pushed-entries.ts'
import type { Folded } from './row-store.ts'

/** Entries of a room per batch: a long import takes few statements, and each stays short. */
export const ENTRIES = 200

type BatchOptions = Pick<ProjectorOptions, 'log' | 'rows' | 'failed'>

/** Returns the next entries of each room, pushed by the bus or read from the log, without rooms that have none. */
async function entriesOf(
  { log, rows }: BatchOptions,
  rooms: readonly Room[],
  positions: Map<Room, number>,
  pushed: PushedEntries,
): Promise<ReadonlyMap<Room, readonly LogEntry[]>> {
  const unknown = rooms.filter((room) => !positions.has(room))
  if (unknown.length > 0) for (const [room, seq] of await rows.positionsOf(unknown)) positions.set(room, seq)
  const entries = new Map<Room, readonly LogEntry[]>()
  const unread = new Map<Room, number>()
  for (const room of rooms) {
    const from = positions.get(room) ?? 0
    const available = pushed.take(room, from)
    if (available) entries.set(room, available)
    else unread.set(room, from)
  }
  if (unread.size > 0)
    for (const [room, read] of await log.read(unread, ENTRIES)) if (read.entries.length > 0) entries.set(room, read.entries)
  return entries
}

/**
 * Folds the new entries of several rooms, reading all required rows in one statement. A room whose fold throws is returned
 * as failed and contributes nothing to the folded ones; the other rooms are unaffected (RT14).
 */
export async function foldBatch(
  options: BatchOptions,
  rooms: readonly Room[],
  positions: Map<Room, number>,
  pushed: PushedEntries,
  viewsOf: (room: Room) => readonly View<ViewRow>[],
): Promise<{ folded: readonly Folded[]; failedRooms: readonly Room[] }> {
  const entries = await entriesOf(options, rooms, positions, pushed)
  const folds = [...entries].map(([room, next]) => ({ room, next, fold: new RoomFold(room, viewsOf(room)) }))
  const required = folds.flatMap(({ room, next, fold }) => fold.needs(next).map((one) => ({ room, ...one })))
  const found = required.length > 0 ? await options.rows.rows(required) : []
  const failedRooms: Room[] = []
  const folded = folds.flatMap(({ room, next, fold }) => {
    for (const { view, id } of fold.needs(next)) fold.load(view, id, null)
    for (const one of found) if (one.room === room) fold.load(one.view, one.id, one.row)
    try {
      for (const entry of next) for (const view of fold.views) fold.fold(view, entry)
    } catch (error) {
      options.failed(error)
      failedRooms.push(room)
      return []
    }
    const from = positions.get(room) ?? 0
    return [{ room, from, to: next.at(-1)?.seq ?? from, changed: fold.changed }]
  })
  return { folded, failedRooms }
}
