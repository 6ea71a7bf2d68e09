import type { Delivery } from '../../delivery.ts'
import type { Epoch, Room } from '../../ids.ts'
import { affectedRowIds, changesOf, rowOrder, type View, type ViewRow } from './define-view.ts'
import { SortedRows } from './sorted-rows.ts'

/** A client's list: a snapshot with the deliveries applied since. */
export interface AppliedList<Row> {
  readonly rows: readonly Row[]
  readonly asOf: { readonly epoch: Epoch; readonly seq: number }
  readonly positions: Readonly<Record<Room, number>>
  readonly nextCursor: string | null
  /** A row outside the loaded page moved into it, and the client does not have it completely: the list must be refetched. */
  readonly isIncomplete?: true
}

/**
 * Applies deliveries of one room to a list. Deliveries at or below the list's position are ignored (RT2, RT6);
 * the caller ensures that there are no gaps. Unchanged rows keep their identity, so that tables rerender only
 * changed rows; a change costs a binary search, independent of the list's length otherwise.
 * @param keep filter of the list (one analyte, one unit); absent keeps all rows
 * @param isContinuation whether other pages precede this one, from which a row may move into it
 */
export function applyDeliveries<Row extends ViewRow, List extends AppliedList<Row>>(
  view: View<Row>,
  list: List,
  deliveries: readonly Delivery[],
  keep: (row: Row) => boolean = () => true,
  isContinuation = false,
): List {
  let { positions, asOf, isIncomplete } = list
  const hasMore = list.nextCursor !== null
  const hasOtherPages = hasMore || isContinuation
  const order = rowOrder(view)
  const rows = new SortedRows<Row>(list.rows, order, hasMore)

  for (const delivery of deliveries) {
    const position = positions[delivery.room]
    if (position === undefined || delivery.seq <= position) continue
    positions = { ...positions, [delivery.room]: delivery.seq }
    if (asOf.seq === position) asOf = { epoch: delivery.epoch, seq: delivery.seq }
    if (!delivery.event) continue
    const changes = new Map(changesOf(view, delivery.event, delivery.room, (id) => rows.byId(id)))
    for (const id of affectedRowIds(view, delivery.event)) {
      const changed = changes.get(id)
      const isNew = rows.byId(id) === null
      if (changed === undefined) {
        // Without the row the fold had no effect; the row may be on another page and move up with this event.
        if (hasOtherPages && isNew) isIncomplete = true
        continue
      }
      const after = changed && keep(changed) ? changed : null
      const moved = rows.put(id, after)
      // A row that was not loaded was folded without its earlier state; only version 1 is certainly new.
      if (hasOtherPages && isNew && after && moved && Number(after.versionId) > 1) isIncomplete = true
    }
  }
  // The next page starts after the original last row; if that row moved, the next page would skip rows.
  const [originalLast, currentLast] = [list.rows.at(-1), rows.result().at(-1)]
  if (
    hasMore &&
    originalLast &&
    originalLast !== currentLast &&
    (!currentLast || currentLast.id !== originalLast.id || order(originalLast, currentLast) !== 0)
  )
    isIncomplete = true
  return positions === list.positions ? list : { ...list, rows: rows.result(), positions, asOf, ...(isIncomplete ? { isIncomplete } : {}) }
}
