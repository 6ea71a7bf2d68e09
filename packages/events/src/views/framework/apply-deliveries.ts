import type { Delivery } from '../../delivery.ts'
import type { Epoch, Room } from '../../ids.ts'
import { changesOf, comparing, rowsTouched, type View, type ViewRow } from './define-view.ts'
import { SortedRows } from './sorted-rows.ts'

/** A list as a screen holds it: the snapshot it came from, carried on by deliveries. */
export interface AppliedList<Row> {
  readonly rows: readonly Row[]
  readonly asOf: { readonly epoch: Epoch; readonly seq: number }
  readonly positions: Readonly<Record<Room, number>>
  readonly nextCursor: string | null
  /** A row from beyond what is loaded moved into it, and only the server knows it whole: fetch again. */
  readonly overtaken?: true
}

/**
 * Folds deliveries of one room into a held list. Those at or below the list's position are dropped
 * (RT2, RT6); the caller makes sure that none is missing in between. The same rows come back as the same
 * objects, so that a table draws only what changed; a change costs finding its row, however long the list.
 * @param keep narrows a filtered list (one analyte, one unit); absent keeps every row.
 * @param isPart other pages stand before this one: a row that moves into it may come from there
 */
export function applyDeliveries<Row extends ViewRow, List extends AppliedList<Row>>(
  view: View<Row>,
  list: List,
  deliveries: readonly Delivery[],
  keep: (row: Row) => boolean = () => true,
  isPart = false,
): List {
  let { positions, asOf, overtaken } = list
  const more = list.nextCursor !== null
  const hasOthers = more || isPart
  const order = comparing(view)
  const rows = new SortedRows<Row>(list.rows, order, more)

  for (const delivery of deliveries) {
    const known = positions[delivery.room]
    if (known === undefined || delivery.seq <= known) continue
    positions = { ...positions, [delivery.room]: delivery.seq }
    if (asOf.seq === known) asOf = { epoch: delivery.epoch, seq: delivery.seq }
    if (!delivery.event) continue
    const changes = new Map(changesOf(view, delivery.event, delivery.room, (id) => rows.byId(id)))
    for (const id of rowsTouched(view, delivery.event)) {
      const changed = changes.get(id)
      const isNew = rows.byId(id) === null
      if (changed === undefined) {
        // Nothing came of it without the row, which may stand further down and rise with this very event.
        if (hasOthers && isNew) overtaken = true
        continue
      }
      const after = changed && keep(changed) ? changed : null
      const moved = rows.put(id, after)
      // An older row that this list had not loaded was folded from nothing; its first version is simply new.
      if (hasOthers && isNew && after && moved && Number(after.versionId) > 1) overtaken = true
    }
  }
  // The next page begins after the row that was last when this one was read: from another one on, rows would be left out.
  const [last, newLast] = [list.rows.at(-1), rows.done().at(-1)]
  if (more && last && last !== newLast && (!newLast || newLast.id !== last.id || order(last, newLast) !== 0)) overtaken = true
  return positions === list.positions ? list : { ...list, rows: rows.done(), positions, asOf, ...(overtaken ? { overtaken } : {}) }
}
