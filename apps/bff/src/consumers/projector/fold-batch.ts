import type { Room, View, ViewRow } from '@wardline/events'
import type { LogEntry } from '@wardline/sync/server'
import { RoomFold } from './fold-room.ts'
import type { ProjectorOptions } from './projector.ts'
import type { PushedEntries } from './pushed-entries.ts'
import type { Folded } from './row-store.ts'

/** Entries of a room at once: a long import is few statements, and one statement stays short. */
export const ENTRIES = 200

type Parts = Pick<ProjectorOptions, 'log' | 'rows' | 'failed'>

/** What comes next in each room, from what the bus brought or else from the log; rooms without anything new are left out. */
async function entriesOf(
  { log, rows }: Parts,
  rooms: readonly Room[],
  positions: Map<Room, number>,
  hints: PushedEntries,
): Promise<ReadonlyMap<Room, readonly LogEntry[]>> {
  const unknown = rooms.filter((room) => !positions.has(room))
  if (unknown.length > 0) for (const [room, seq] of await rows.positionsOf(unknown)) positions.set(room, seq)
  const entries = new Map<Room, readonly LogEntry[]>()
  const unread = new Map<Room, number>()
  for (const room of rooms) {
    const from = positions.get(room) ?? 0
    const brought = hints.take(room, from)
    if (brought) entries.set(room, brought)
    else unread.set(room, from)
  }
  if (unread.size > 0)
    for (const [room, read] of await log.read(unread, ENTRIES)) if (read.entries.length > 0) entries.set(room, read.entries)
  return entries
}

/**
 * Folds what is new in several rooms, with one reading of the rows that are needed for all. A room whose fold
 * throws is named as trouble; nothing of it is among what was folded, and the others are none the worse (RT14).
 */
export async function foldBatch(
  parts: Parts,
  rooms: readonly Room[],
  positions: Map<Room, number>,
  hints: PushedEntries,
  viewsOf: (room: Room) => readonly View<ViewRow>[],
): Promise<{ folded: readonly Folded[]; trouble: readonly Room[] }> {
  const entries = await entriesOf(parts, rooms, positions, hints)
  const folds = [...entries].map(([room, next]) => ({ room, next, fold: new RoomFold(room, viewsOf(room)) }))
  const needed = folds.flatMap(({ room, next, fold }) => fold.needs(next).map((one) => ({ room, ...one })))
  const found = needed.length > 0 ? await parts.rows.rows(needed) : []
  const trouble: Room[] = []
  const folded = folds.flatMap(({ room, next, fold }) => {
    for (const { view, id } of fold.needs(next)) fold.hold(view, id, null)
    for (const one of found) if (one.room === room) fold.hold(one.view, one.id, one.row)
    try {
      for (const entry of next) for (const view of fold.views) fold.fold(view, entry)
    } catch (error) {
      parts.failed(error)
      trouble.push(room)
      return []
    }
    const from = positions.get(room) ?? 0
    return [{ room, from, to: next.at(-1)?.seq ?? from, changed: fold.changed }]
  })
  return { folded, trouble }
}
