import { describe, expect, test } from 'vitest'
import { reportsOf } from '../report/reports.ts'
import { aResult } from '../testing.ts'
import { cumulativeOf } from './cumulative.ts'

const at = (hour: number) => `2026-11-20T${String(hour).padStart(2, '0')}:00:00.000Z`
const potassium = (hour: number, value: string, flag: 'N' | 'H' | 'HH' = 'N') =>
  aResult({ id: `k-${hour}`, collectedAt: at(hour), value, number: Number(value), flag })
const haemoglobin = (hour: number) =>
  aResult({ id: `hb-${hour}`, code: '718-7', display: 'Haemoglobin', unit: 'g/L', collectedAt: at(hour) })

const unlimited = { columns: 6, hasMore: false }

describe('the cumulative grid', () => {
  test('RES-4 tests are grouped by section and the newest collection comes first', () => {
    const grid = cumulativeOf([haemoglobin(6), potassium(20, '6.8', 'HH'), potassium(6, '4.4')], unlimited)
    expect(grid.collections).toEqual([at(20), at(6)])
    expect(grid.lines.map(({ display, section }) => [display, section])).toEqual([
      ['Potassium', 'chemistry'],
      ['Haemoglobin', 'haematology'],
    ])
    expect(grid.lines[0]?.cells.get(at(20))?.[0]?.value).toBe('6.8')
    expect(grid.lines[1]?.cells.has(at(20))).toBe(false)
  })

  test('RES-4 every hidden collection is counted', () => {
    const rows = [1, 2, 3, 4, 5].map((hour) => potassium(hour, '4.4'))
    expect(cumulativeOf(rows, { ...unlimited, columns: 2 }).hiddenCollections).toBe(3)
    expect(cumulativeOf(rows, { ...unlimited, columns: 2, skip: 1 })).toMatchObject({ collections: [at(4), at(3)], older: 2 })
    expect(cumulativeOf(rows, { ...unlimited, columns: 2, skip: 9 })).toMatchObject({ collections: [at(2), at(1)], older: 0 })
    expect(cumulativeOf(rows, { ...unlimited, since: at(4) }).hiddenCollections).toBe(3)
  })

  test('a collection possibly cut by the end of a page is not shown', () => {
    const grid = cumulativeOf([potassium(2, '4.4'), potassium(1, '4.4')], { ...unlimited, hasMore: true })
    expect(grid.collections).toEqual([at(2)])
    expect(grid.hiddenCollections).toBe(1)
  })

  test('FMT-10 values in different units are on different lines', () => {
    const old = aResult({ id: 'g-1', code: '14749-6', display: 'Glucose', unit: 'mg/dL', collectedAt: at(1) })
    const grid = cumulativeOf([old, { ...old, id: 'g-2', unit: 'mmol/L', collectedAt: at(2) }], unlimited)
    expect(grid.lines.map(({ unit }) => unit)).toEqual(['mg/dL', 'mmol/L'])
  })

  test('two tests with one code in one collection stay on two lines', () => {
    const appearance = aResult({ id: 'a', code: '5767-9', display: 'Appearance of Urine', unit: null, value: 'Cloudy' })
    const grid = cumulativeOf([appearance, { ...appearance, id: 'o', display: 'Odor of Urine', value: 'None' }], unlimited)
    expect(grid.lines.map(({ display }) => display)).toEqual(['Appearance of Urine', 'Odor of Urine'])
  })

  test('two values of one test and collection share a cell, the later release first', () => {
    const first = aResult({ id: 'k-1', resultedAt: at(21) })
    const grid = cumulativeOf([first, { ...first, id: 'k-2', resultedAt: at(22) }], unlimited)
    expect(grid.lines[0]?.cells.get(first.collectedAt)?.map(({ id }) => id)).toEqual(['k-2', 'k-1'])
  })

  test('RT-10 the abnormal filter counts the tests it hides', () => {
    const grid = cumulativeOf([potassium(20, '6.8', 'HH'), potassium(6, '4.4'), haemoglobin(6)], { ...unlimited, abnormalOnly: true })
    expect(grid.lines.map(({ display }) => display)).toEqual(['Potassium'])
    expect(grid.hiddenTests).toBe(1)
  })

  test('an unknown code belongs to the section “other”', () => {
    expect(cumulativeOf([aResult({ code: '99999-9', display: 'New assay' })], unlimited).lines[0]?.section).toBe('other')
  })
})

test('results of a report stay together, critical ones first', () => {
  const rows = [
    aResult({ id: 'na', code: '2951-2', display: 'Sodium' }),
    aResult({ id: 'k', flag: 'HH' }),
    aResult({ id: 'alone', code: '718-7', display: 'Haemoglobin', reportId: null, panel: null }),
  ]
  expect(reportsOf(rows).map(({ panel, rows: of }) => [panel, of.map(({ id }) => id)])).toEqual([
    ['Renal profile', ['k', 'na']],
    [null, ['alone']],
  ])
})
