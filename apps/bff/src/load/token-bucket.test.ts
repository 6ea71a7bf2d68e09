import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { TokenBucket } from './token-bucket.ts'

let now = 0
beforeEach(() => {
  now = 0
  vi.useFakeTimers()
})
afterEach(() => vi.useRealTimers())
const pass = async (ms: number) => {
  now += ms
  await vi.advanceTimersByTimeAsync(ms)
}

it('RT16: lets a burst through at once and the rest one by one, in the order of asking', async () => {
  const bucket = new TokenBucket({ burst: 3, perSecond: 10 }, () => now)
  const through: number[] = []
  for (let n = 1; n <= 6; n++) void bucket.take().then(() => through.push(n))
  await pass(0)
  expect(through).toEqual([1, 2, 3])
  await pass(100)
  expect(through).toEqual([1, 2, 3, 4])
  await pass(200)
  expect(through).toEqual([1, 2, 3, 4, 5, 6])
})

it('fills up again, and no further than the burst', async () => {
  const bucket = new TokenBucket({ burst: 2, perSecond: 10 }, () => now)
  expect([bucket.try(), bucket.try(), bucket.try()]).toEqual([true, true, false])
  await pass(60_000)
  expect([bucket.try(), bucket.try(), bucket.try()]).toEqual([true, true, false])
  bucket.giveBack()
  expect(bucket.try()).toBe(true)
})
