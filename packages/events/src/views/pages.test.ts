import { describe, expect, it } from 'vitest'
import { parseRoom } from '../rooms.ts'
import { WardLog, wardHistory } from '../testing/index.ts'
import { type AppliedList, applyDeliveries } from './framework/apply-deliveries.ts'
import { rowOrder, type View, type ViewRow } from './framework/define-view.ts'
import { views } from './index.ts'

const PAGE = 3
const seeds = Array.from({ length: 30 }, (_, seed) => seed + 1)

/** Returns the page after the given last row, from the whole list at a later time. */
function after<Row extends ViewRow>(view: View<Row>, last: Row, whole: AppliedList<Row>): AppliedList<Row> {
  const following = whole.rows.filter((row) => rowOrder(view)(last, row) < 0)
  return { ...whole, rows: following.slice(0, PAGE), nextCursor: following.length > PAGE ? 'more' : null }
}

describe.each(views.map((view) => [view.name, view as View<ViewRow>] as const))('%s', (_, view) => {
  it.each(seeds)('RT8: two pages read at different times form the start of the list, or are marked as incomplete (history %i)', (seed) => {
    const log = new WardLog(wardHistory(seed, { length: 60 }))
    for (const room of log.rooms.filter((name) => parseRoom(name)?.kind === view.room)) {
      const [reader] = view.audiences
      if (!reader) continue
      const head = log.head(room)
      const whole = Array.from({ length: head + 1 }, (_unused, seq) => log.snapshot(view, room, seq))
      const deliveries = log.deliveries(room, reader)
      const until = (seq: number) => deliveries.filter((delivery) => delivery.seq <= seq)
      for (let first = 0; first < head; first++) {
        const page = log.snapshot(view, room, first, PAGE)
        const last = page.rows.at(-1)
        if (page.nextCursor === null || !last) continue
        for (let read = first; read <= Math.min(head, first + 4); read++)
          for (const joined of [read, read + 1, read + 3].filter((seq) => seq <= head)) {
            const firstPage = applyDeliveries(view, page, until(joined))
            const next = applyDeliveries(view, after(view, last, whole[read] as AppliedList<ViewRow>), until(joined), () => true, true)
            if (firstPage.isIncomplete || next.isIncomplete) continue
            const ids = new Set(firstPage.rows.map(({ id }) => id))
            const rows = [...firstPage.rows, ...next.rows.filter(({ id }) => !ids.has(id))].sort(rowOrder(view))
            expect(rows).toEqual(whole[joined]?.rows.slice(0, rows.length))
          }
      }
    }
  })
})
