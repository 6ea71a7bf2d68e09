import { expect, test } from 'vitest'
import { compareBlocks, interleave } from './compare.ts'
import { median, percentile, slope } from './statistics.ts'

test('the median of an even number of values is the mean of the middle two', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5)
  expect(median([3, 1, 2])).toBe(2)
})

test('a percentile is one of the values', () => {
  expect(percentile([5, 1, 4, 2, 3], 0.5)).toBe(3)
  expect(percentile([5, 1, 4, 2, 3], 0.99)).toBe(5)
})

test('the slope is the gain of y per x, also for scattered points', () => {
  expect(
    slope([
      [0, 10],
      [1000, 31],
      [2000, 49],
      [3000, 70],
    ]),
  ).toBeCloseTo(0.0198, 4)
})

test('sides are measured in blocks, and the ratio is the median of the ratios of the blocks', async () => {
  // Other load affects both sides of a block; here it grows tenfold with each block.
  let calls = 0
  const machine = () => 10 ** Math.floor(calls++ / 4)
  const sides = await interleave(
    { ours: async () => ({ ms: 2 * machine() }), baseline: async () => ({ ms: machine() }) },
    { blocks: 5, perBlock: 2, warmUp: 0, withinMs: 10_000 },
  )
  expect(sides.ours.ms).toEqual([
    [2, 2],
    [20, 20],
    [200, 200],
    [2000, 2000],
    [20_000, 20_000],
  ])
  expect(compareBlocks(sides.ours.ms, sides.baseline.ms, (a, b) => a / b)).toEqual({ median: 2, lowest: 2, highest: 2 })
})

test('warm-up measurements are discarded', async () => {
  let calls = 0
  const { one } = await interleave({ one: async () => ({ ms: ++calls }) }, { blocks: 1, perBlock: 2, warmUp: 3, withinMs: 0 })
  expect(one.ms).toEqual([[4, 5]])
})

test('measuring stops when the time is over, but not before the first block', async () => {
  const one = async () => ({ ms: 1 })
  const { ours } = await interleave({ ours: one, baseline: one }, { blocks: 50, perBlock: 1, warmUp: 0, withinMs: 0 })
  expect(ours.ms).toHaveLength(1)
})
