import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ViewRow } from './define-view.ts'
import { SortedRows } from './sorted-rows.ts'

interface Row extends ViewRow {
  readonly rank: number
}

const row = (id: number, rank: number): Row => ({ id: `r${id}`, versionId: '1', commandId: null, rank })
const order = (a: Row, b: Row) => a.rank - b.rank || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

const change = fc.record({ id: fc.nat(25), rank: fc.option(fc.nat(9), { nil: null }) })

/** Reference implementation: the list after one change, by sorting all rows. */
function expectedAfter(rows: readonly Row[], id: string, next: Row | null, hasMore: boolean): readonly Row[] {
  const existing = rows.find((each) => each.id === id)
  const last = rows.at(-1)
  const all = [...rows.filter((each) => each.id !== id), ...(next ? [next] : [])].sort(order)
  // Rows behind the last loaded one are unknown, so only the last row itself may stay at the end or move up.
  const isBeyond = hasMore && next && all.at(-1) === next && !(existing === last && existing && order(next, existing) <= 0)
  return isBeyond ? all.slice(0, -1) : all
}

describe('sorted rows', () => {
  it.each([true, false])('equal a full sort after every change of a random history (more pages: %s)', (hasMore) => {
    fc.assert(
      fc.property(fc.array(fc.array(change, { maxLength: 4 }), { maxLength: 40 }), (batches) => {
        let rows: readonly Row[] = Array.from({ length: 12 }, (_, id) => row(id, id % 5)).sort(order)
        for (const batch of batches) {
          const before = rows
          const copy = [...before]
          let expected = rows
          const sorted = new SortedRows(rows, order, hasMore)
          for (const { id, rank } of batch) {
            const next = rank === null ? null : row(id, rank)
            sorted.put(`r${id}`, next)
            expected = expectedAfter(expected, `r${id}`, next, hasMore)
            expect(sorted.byId(`r${id}`)).toBe(expected.find((each) => each.id === `r${id}`) ?? null)
          }
          rows = sorted.result()
          expect(rows).toEqual(expected)
          expect(before).toEqual(copy)
        }
      }),
      { seed: 3, numRuns: 300 },
    )
  })

  it('are correct when an older array is changed a second time', () => {
    const first = [row(1, 1), row(2, 2)]
    const once = new SortedRows(first, order, false)
    once.put('r3', row(3, 3))
    once.result()
    const again = new SortedRows(first, order, false)
    expect(again.byId('r3')).toBeNull()
    again.put('r1', null)
    expect(again.result()).toEqual([first[1]])
  })

  it('are found in a page that is not in the view order', () => {
    const page = [row(1, 9), row(2, 1), row(3, 5)]
    const rows = new SortedRows(page, order, false)
    rows.put('r2', null)
    expect(rows.result()).toEqual([page[0], page[2]])
  })
})
