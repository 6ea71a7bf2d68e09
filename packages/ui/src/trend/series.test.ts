import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { drawable, segments } from './series.ts'
import { timeTicks } from './time-ticks.ts'
import { deltaAt, deltaText, trendModel } from './trend-model.ts'

const at = (hours: number) => new Date(Date.parse('2026-11-18T00:00:00Z') + hours * 3_600_000).toISOString()
const points = (...pairs: [number, number | null][]) => pairs.map(([hours, value]) => ({ at: at(hours), value }))

test('points are sorted by time; points without a number are omitted', () => {
  expect(drawable(points([3, 2], [1, 1], [2, null])).map(({ value }) => value)).toEqual([1, 2])
})

test('a gap longer than three times the median interval is not bridged (RES-6)', () => {
  const drawn = drawable(points([0, 1], [6, 2], [12, 3], [40, 4], [46, 5]))
  expect(segments(drawn).map((part) => part.map(({ value }) => value))).toEqual([
    [1, 2, 3],
    [4, 5],
  ])
})

test('segments contain all points in order', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(10_000), { maxLength: 30 }), (hours) => {
      const drawn = drawable(hours.map((hour) => ({ at: at(hour), value: hour })))
      expect(segments(drawn).flat()).toEqual(drawn)
    }),
  )
})

test('delta against the previous value (RES-9); none if a value has a comparator', () => {
  const drawn = drawable([...points([0, 5.9], [6, 6.8]), { at: at(7), value: 8, comparator: '>' }])
  const delta = deltaAt(drawn, 1)
  expect(delta && deltaText(delta)).toBe('+0.9 (+15 %)')
  expect(deltaAt(drawn, 0)).toBeNull()
  expect(deltaAt(drawn, 2)).toBeNull()
})

test('a near critical limit is shown, and a distant one does not flatten the curve', () => {
  const chart = { name: 'K', unit: 'mmol/L', patient: '', points: points([0, 4.4], [6, 5.9]), low: 3.5, high: 5.1 }
  expect(trendModel({ ...chart, criticalHigh: 6.5 }).value[1]).toBeGreaterThan(6.5)
  expect(trendModel({ ...chart, criticalHigh: 90 }).value[1]).toBeLessThan(10)
})

test('ticks are at round times of the facility, not of UTC', () => {
  const ticks = timeTicks(Date.parse(at(0)), Date.parse(at(24)), 6, 'Asia/Kolkata')
  expect(ticks.length).toBeLessThanOrEqual(7)
  for (const tick of ticks) expect((tick + 5.5 * 3_600_000) % (6 * 3_600_000)).toBe(0)
})
