import { expect, test } from 'vitest'
import { fileSize, rateOf } from './rate.ts'

const startedAt = '2026-11-20T21:00:00.000Z'
const at = (seconds: number) => Date.parse(startedAt) + seconds * 1000
const counts = (read: number) => ({ read, created: read, updated: 0, unchanged: 0, failed: 0 })

test('the rate predicts the remaining time', () => {
  expect(rateOf({ startedAt, finishedAt: null, total: 10_000, counts: counts(2_000) }, at(2))).toEqual({
    perSecond: 1000,
    remainingMs: 8000,
  })
})

test('the remaining time is null before the first resource or without a total', () => {
  expect(rateOf({ startedAt, finishedAt: null, total: 100, counts: counts(0) }, at(2)).remainingMs).toBeNull()
  expect(rateOf({ startedAt, finishedAt: null, total: null, counts: counts(50) }, at(2)).remainingMs).toBeNull()
})

test('a finished import keeps its average rate', () => {
  const finished = { startedAt, finishedAt: new Date(at(4)).toISOString(), total: 400, counts: counts(400) }
  expect(rateOf(finished, at(4_000))).toEqual({ perSecond: 100, remainingMs: null })
})

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_400, '1.4 kB'],
  [2_500_000, '2.5 MB'],
  [7_000_000_000_000, '7000.0 GB'],
])('%i bytes are shown as %s', (bytes, words) => {
  expect(fileSize(bytes)).toBe(words)
})
