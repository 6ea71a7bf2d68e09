import { describe, expect, test } from 'vitest'
import { changeOf } from '../cumulative/delta.ts'
import { passes, sinceOf } from '../filter/filters.ts'
import { anAlert, aResult } from '../testing.ts'
import { pinned, reviewableTogether, reviewCounts, reviewWay, toReview, toReviewAs } from './review.ts'

const now = Date.parse('2026-11-20T21:00:00.000Z')
const critical = aResult({ value: '6.8', number: 6.8, flag: 'HH' })
const raised = anAlert()
const acknowledged = anAlert({ state: 'acknowledged' })
const reviewed = { userId: 'u', name: 'Dr Amal Hassan', at: '2026-11-20T21:05:00.000Z', versionId: '1' }

describe('reviewing', () => {
  test('RES-13 only normal results may be reviewed together', () => {
    expect(reviewableTogether(aResult())).toBe(true)
    for (const flag of ['A', 'H', 'L', 'HH', 'LL', 'AA', null] as const) expect(reviewableTogether(aResult({ flag }))).toBe(false)
    expect(reviewableTogether(aResult({ reviewed }))).toBe(false)
    expect(reviewableTogether(aResult({ value: null }))).toBe(false)
  })

  test('ux 6 `w`: normal at once, abnormal asks, critical refuses', () => {
    expect(reviewWay(aResult(), [])).toBe('at-once')
    expect(reviewWay(aResult({ flag: 'H' }), [])).toBe('confirm')
    expect(reviewWay(aResult({ flag: null }), [])).toBe('confirm')
    expect(reviewWay(critical, [])).toBe('sheet-only')
    expect(reviewWay(critical, [raised])).toBe('acknowledge-first')
    expect(reviewWay(critical, [acknowledged])).toBe('sheet-only')
    expect(reviewWay(aResult({ status: 'cancelled' }), [])).toBe('nothing')
  })

  test('RES-16 a critical result is pinned until acknowledged and reviewed', () => {
    expect(pinned(critical, [raised])).toBe(true)
    expect(pinned(critical, [acknowledged])).toBe(true)
    expect(pinned({ ...critical, reviewed }, [raised])).toBe(true)
    expect(pinned({ ...critical, reviewed }, [acknowledged])).toBe(false)
  })

  test('old history is no task, an answer to an order is one however old', () => {
    const old = aResult({ resultedAt: '2020-01-01T00:00:00.000Z' })
    expect(toReview(old, now)).toBe(true)
    expect(toReview({ ...old, orderId: null }, now)).toBe(false)
    expect(toReview({ ...aResult(), orderId: null }, now)).toBe(true)
    expect(reviewCounts()([critical, aResult(), aResult({ reviewed })], toReviewAs(now))).toEqual({ critical: 1, all: 2 })
  })
})

describe('RES-9 change against the value before', () => {
  const before = aResult({ id: 'k-0', value: '5.9', number: 5.9, collectedAt: '2026-11-20T14:10:00.000Z' })

  test('absolute, percent and interval', () => {
    expect(changeOf(critical, [before, critical])).toEqual({
      previous: before,
      intervalMs: (6 * 60 + 31) * 60_000,
      absolute: 0.9,
      percent: 15,
    })
  })

  test('no number to calculate with gives no number', () => {
    const beyond = { ...before, value: '8.0', number: 8, comparator: '>' as const }
    expect(changeOf(critical, [beyond, critical])).toMatchObject({ previous: beyond, absolute: null, percent: null })
  })

  test('FMT-10 a value in another unit is no value before', () => {
    expect(changeOf(critical, [{ ...before, unit: 'mg/dL' }, critical])).toBeNull()
  })
})

test('RT-10 period and abnormal filter', () => {
  const since = sinceOf('48h', now)
  expect(since).toBe('2026-11-18T21:00:00.000Z')
  expect(passes(aResult(), { since, abnormalOnly: false })).toBe(true)
  expect(passes(aResult({ collectedAt: '2026-11-18T20:59:00.000Z' }), { since, abnormalOnly: false })).toBe(false)
  expect(passes(aResult(), { since: null, abnormalOnly: true })).toBe(false)
})
