import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { TokenBucket } from './token-bucket.ts'

let now = 0
beforeEach(() => {
  now = 0
  vi.useFakeTimers()
})
afterEach(() => vi.useRealTimers())
const advance = async (ms: number) => {
  now += ms
  await vi.advanceTimersByTimeAsync(ms)
}

it('RT16: a burst passes at once, and the rest one by one in order', async () => {
  const bucket = new TokenBucket({ burst: 3, perSecond: 10 }, () => now)
  const admitted: number[] = []
  for (let n = 1; n <= 6; n++) void bucket.take().then(() => admitted.push(n))
  await advance(0)
  expect(admitted).toEqual([1, 2, 3])
  await advance(100)
  expect(admitted).toEqual([1, 2, 3, 4])
  await advance(200)
  expect(admitted).toEqual([1, 2, 3, 4, 5, 6])
})

it('the bucket refills up to the burst size', async () => {
  const bucket = new TokenBucket({ burst: 2, perSecond: 10 }, () => now)
  expect([bucket.tryTake(), bucket.tryTake(), bucket.tryTake()]).toEqual([true, true, false])
  await advance(60_000)
  expect([bucket.tryTake(), bucket.tryTake(), bucket.tryTake()]).toEqual([true, true, false])
  bucket.refund()
  expect(bucket.tryTake()).toBe(true)
})
