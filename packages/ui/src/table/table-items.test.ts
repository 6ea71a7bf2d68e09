import fc from 'fast-check'
import { expect, it } from 'vitest'
import { TableItems } from './table-items.ts'

interface Row {
  readonly id: string
  readonly ward: string
}

const lists = fc
  .uniqueArray(fc.record({ id: fc.string({ minLength: 1, maxLength: 3 }), ward: fc.constantFrom('East', 'West', 'North') }), {
    selector: ({ id }) => id,
    maxLength: 40,
  })
  .map((rows): readonly Row[] => rows)

const sections = { of: ({ ward }: Row) => ward, label: ({ ward }: Row) => `${ward} wing` }
const keyOf = ({ id }: Row) => id

/** Expected lines from top to bottom. */
function expectedLines(rows: readonly Row[], withSections: boolean): readonly string[] {
  return rows.flatMap((row, nth) => [...(withSections && rows[nth - 1]?.ward !== row.ward ? [`${row.ward} wing`] : []), row.id])
}

it.each([true, false])('rows and headings have their positions in reading order (headings: %s)', (withSections) => {
  fc.assert(
    fc.property(lists, fc.nat(50), (rows, near) => {
      const items = new TableItems(rows, keyOf, withSections ? sections : null)
      const indexes = Array.from({ length: items.length }, (_, index) => index)
      const lines = indexes.map((index) => {
        const item = items.at(index)
        return item?.kind === 'section' ? item.label : item?.key
      })
      expect(lines).toEqual(expectedLines(rows, withSections))
      expect(new Set(indexes.map((index) => items.keyAt(index))).size).toBe(items.length)
      for (const index of indexes) {
        expect(items.keyAt(index)).toBe(items.at(index)?.key)
        expect(items.isHeading(index)).toBe(items.at(index)?.kind === 'section')
      }
      for (const [nth, row] of rows.entries()) {
        expect(items.at(items.indexOfRow(nth))).toEqual({ kind: 'row', key: row.id, row, nth })
        expect(items.nthOf(row.id, near)).toBe(nth)
      }
      expect(items.at(items.length)).toBeNull()
      expect(items.nthOf('no-such-id', near)).toBe(-1)
    }),
    { seed: 5, numRuns: 200 },
  )
})
