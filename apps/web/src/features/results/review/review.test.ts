import { describe, expect, test } from 'vitest'
import { deltaOf } from '../cumulative/delta.ts'
import { matchesFilter, sinceOf } from '../filter/filters.ts'
import { anAlert, aResult } from '../testing.ts'
import { canReviewInBatch, isPinned, needsReview, reviewCategories, reviewCounts, reviewModeOf } from './review.ts'

const now = Date.parse('2026-11-20T21:00:00.000Z')
const critical = aResult({ value: '6.8', number: 6.8, flag: 'HH' })
const raised = anAlert()
const acknowledged = anAlert({ state: 'acknowledged' })
const reviewed = { userId: 'u', name: 'Dr Amal Hassan', at: '2026-11-20T21:05:00.000Z', versionId: '1' }

describe('reviewing', () => {
  test('RES-13 only normal results can be reviewed together', () => {
    expect(canReviewInBatch(aResult())).toBe(true)
    for (const flag of ['A', 'H', 'L', 'HH', 'LL', 'AA', null] as const) expect(canReviewInBatch(aResult({ flag }))).toBe(false)
    expect(canReviewInBatch(aResult({ reviewed }))).toBe(false)
    expect(canReviewInBatch(aResult({ value: null }))).toBe(false)
  })

  test('ux 6 `w`: a normal result is reviewed at once, abnormal needs confirmation, critical is refused', () => {
    expect(reviewModeOf(aResult(), [])).toBe('at-once')
    expect(reviewModeOf(aResult({ flag: 'H' }), [])).toBe('confirm')
    expect(reviewModeOf(aResult({ flag: null }), [])).toBe('confirm')
    expect(reviewModeOf(critical, [])).toBe('sheet-only')
    expect(reviewModeOf(critical, [raised])).toBe('acknowledge-first')
    expect(reviewModeOf(critical, [acknowledged])).toBe('sheet-only')
    expect(reviewModeOf(aResult({ status: 'cancelled' }), [])).toBe('nothing')
  })

  test('RES-16 a critical result is pinned until acknowledged and reviewed', () => {
    expect(isPinned(critical, [raised])).toBe(true)
    expect(isPinned(critical, [acknowledged])).toBe(true)
    expect(isPinned({ ...critical, reviewed }, [raised])).toBe(true)
    expect(isPinned({ ...critical, reviewed }, [acknowledged])).toBe(false)
  })

  test('old results without an order need no review, results of an order always do', () => {
    const old = aResult({ resultedAt: '2020-01-01T00:00:00.000Z' })
    expect(needsReview(old, now)).toBe(true)
    expect(needsReview({ ...old, orderId: null }, now)).toBe(false)
    expect(needsReview({ ...aResult(), orderId: null }, now)).toBe(true)
    expect(reviewCounts()([critical, aResult(), aResult({ reviewed })], reviewCategories(now))).toEqual({ critical: 1, all: 2 })
  })
})

describe('RES-9 change from the previous value', () => {
  const before = aResult({ id: 'k-0', value: '5.9', number: 5.9, collectedAt: '2026-11-20T14:10:00.000Z' })

  test('the change has absolute value, percent and interval', () => {
    expect(deltaOf(critical, [before, critical])).toEqual({
      previous: before,
      intervalMs: (6 * 60 + 31) * 60_000,
      absolute: 0.9,
      percent: 15,
    })
  })

  test('a value with a comparator yields no change', () => {
    const beyond = { ...before, value: '8.0', number: 8, comparator: '>' as const }
    expect(deltaOf(critical, [beyond, critical])).toMatchObject({ previous: beyond, absolute: null, percent: null })
  })

  test('FMT-10 a value in another unit is not a previous value', () => {
    expect(deltaOf(critical, [{ ...before, unit: 'mg/dL' }, critical])).toBeNull()
  })
})

test('RT-10 period and abnormal filter select results', () => {
  const since = sinceOf('48h', now)
  expect(since).toBe('2026-11-18T21:00:00.000Z')
  expect(matchesFilter(aResult(), { since, abnormalOnly: false })).toBe(true)
  expect(matchesFilter(aResult({ collectedAt: '2026-11-18T20:59:00.000Z' }), { since, abnormalOnly: false })).toBe(false)
  expect(matchesFilter(aResult(), { since: null, abnormalOnly: true })).toBe(false)
})
