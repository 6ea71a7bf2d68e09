import type { Room, View, ViewRow } from '@wardline/events'
import type { LogEntry } from '@wardline/sync/server'
import { PROJECTOR } from '../../record/read/snapshots.ts'
import { foldEntry, UnfoldableEntry } from './fold-entry.ts'
import { RoomFold } from './fold-room.ts'
import type { ProjectorOptions } from './projector.ts'

type RebuildOptions = Pick<ProjectorOptions, 'log' | 'rows' | 'deadLetters' | 'onError'>

const ENTRIES_PER_READ = 200

async function foldOrDeadLetter({ deadLetters, onError }: RebuildOptions, fold: RoomFold, entry: LogEntry): Promise<void> {
  try {
    foldEntry(fold, entry)
  } catch (error) {
    if (!(error instanceof UnfoldableEntry)) throw error
    onError(error)
    await deadLetters.put(PROJECTOR, entry, error.message, 1)
  }
}

/**
 * Rebuilds a room's rows from its whole log; rows that no entry creates are deleted (RT13).
 * @param by user recorded as replaying the room's dead letters
 */
export async function rebuildRoom(options: RebuildOptions, room: Room, views: readonly View<ViewRow>[], by: string): Promise<void> {
  const { log, rows, deadLetters } = options
  for (;;) {
    const position = (await rows.positionsOf([room])).get(room) ?? 0
    const fold = new RoomFold(room, views)
    for (const view of views) for (const id of await rows.idsOf(room, view.name)) fold.markDeleted(view, id)
    await deadLetters.settleRoom(PROJECTOR, room, { settlement: 'replayed', by })
    for (let at = 0; at < position; ) {
      const read = (await log.read(new Map([[room, at]]), ENTRIES_PER_READ)).get(room)?.entries ?? []
      const entries = read.filter(({ seq }) => seq <= position)
      for (const entry of entries) await foldOrDeadLetter(options, fold, entry)
      at = entries.at(-1)?.seq ?? position
    }
    if (position === 0 || (await rows.store([{ room, from: position, to: position, changed: fold.changed }])).has(room)) return
  }
}
