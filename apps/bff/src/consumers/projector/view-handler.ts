import type { Room, View, ViewRow } from '@wardline/events'
import { DatabaseOutage } from '../../database/database.ts'
import type { BatchHandler, Progress, RoomBatch } from '../log/batch.ts'
import { foldEntry, UnfoldableEntry } from './fold-entry.ts'
import { RoomFold } from './fold-room.ts'
import type { Folded, RowStore } from './row-store.ts'

function foldAll(fold: RoomFold, { entries }: RoomBatch): unknown {
  try {
    for (const entry of entries) foldEntry(fold, entry)
    return null
  } catch (error) {
    return error
  }
}

/** Folds batches into the rows of their views and stores rows and offsets together (RT13), in one statement each for reading and writing. */
export function viewHandler(rows: Pick<RowStore, 'rows' | 'store'>, viewsOf: (room: Room) => readonly View<ViewRow>[]): BatchHandler {
  /** Loads all rows that the batches need. */
  async function foldsOf(batches: readonly RoomBatch[]) {
    const folds = batches.map((batch) => {
      const fold = new RoomFold(batch.room, viewsOf(batch.room))
      return { batch, fold, required: fold.needs(batch.entries) }
    })
    const required = folds.flatMap(({ batch: { room }, required: ids }) => ids.map((id) => ({ room, ...id })))
    const found = required.length > 0 ? await rows.rows(required) : []
    for (const { batch, fold, required: ids } of folds) {
      for (const { view, id } of ids) fold.load(view, id, null)
      for (const { room, view, id, row } of found) if (room === batch.room) fold.load(view, id, row)
    }
    return folds
  }

  return {
    async process(batches) {
      const progress = new Map<Room, Progress>()
      const folded: Folded[] = []
      for (const { batch, fold } of await foldsOf(batches)) {
        const { room, from, entries } = batch
        const error = foldAll(fold, batch)
        if (error === null) folded.push({ room, from, to: entries.at(-1)?.seq ?? from, changed: fold.changed })
        else progress.set(room, { to: from, error })
      }
      const stored = folded.length > 0 ? await rows.store(folded) : new Set<Room>()
      for (const { room, from, to } of folded) progress.set(room, { to: stored.has(room) ? to : from, error: null })
      return progress
    },
    reasonOf: ({ event }, error) => (error instanceof UnfoldableEntry ? error.message : `the rows of ${event.type} cannot be stored`),
    async passOver(batch) {
      const { room, from, entries } = batch
      const to = entries.at(-1)?.seq ?? from
      for (const { fold } of await foldsOf([batch])) {
        // The other views process the entry.
        foldAll(fold, batch)
        try {
          await rows.store([{ room, from, to, changed: fold.changed }])
        } catch (error) {
          if (error instanceof DatabaseOutage) throw error
          await rows.store([{ room, from, to, changed: [] }])
        }
      }
    },
  }
}
