import type { ClinicalEvent } from '../catalog/index.ts'
import type { Epoch, Room } from '../ids.ts'
import { type AppliedList, applyDeliveries } from '../views/framework/apply-deliveries.ts'
import type { View, ViewRow } from '../views/framework/define-view.ts'
import { inRoom } from './index.ts'

/** Returns the rows of a view after these events of one room. */
export function rowsAfter<Row extends ViewRow>(
  view: View<Row>,
  events: readonly ClinicalEvent[],
  at: Room = 'patient:p-jane' as Room,
): readonly Row[] {
  const empty: AppliedList<Row> = { rows: [], asOf: { epoch: 'epoch-1' as Epoch, seq: 0 }, positions: { [at]: 0 }, nextCursor: null }
  return applyDeliveries(view, empty, inRoom(at, events)).rows
}
