import { expect, test } from 'vitest'
import { interleave, perBlock } from './compare.ts'
import { median, percentile, slope } from './statistics.ts'

test('the median of an even number of values lies between the middle two', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5)
  expect(median([3, 1, 2])).toBe(2)
})

test('a percentile is a value that occurred', () => {
  expect(percentile([5, 1, 4, 2, 3], 0.5)).toBe(3)
  expect(percentile([5, 1, 4, 2, 3], 0.99)).toBe(5)
})

test('the slope is what y gains for each x, also when the points scatter', () => {
  expect(
    slope([
      [0, 10],
      [1000, 31],
      [2000, 49],
      [3000, 70],
    ]),
  ).toBeCloseTo(0.0198, 4)
})

test('sides are measured in blocks, and a ratio is the middle of the blocks’ own ratios', async () => {
  // What the machine does in a block falls on both sides: here it grows tenfold from block to block.
  let calls = 0
  const machine = () => 10 ** Math.floor(calls++ / 4)
  const sides = await interleave(
    { ours: async () => ({ ms: 2 * machine() }), bare: async () => ({ ms: machine() }) },
    { blocks: 5, per: 2, warmUp: 0, withinMs: 10_000 },
  )
  expect(sides.ours.ms).toEqual([
    [2, 2],
    [20, 20],
    [200, 200],
    [2000, 2000],
    [20_000, 20_000],
  ])
  expect(perBlock(sides.ours.ms, sides.bare.ms, (a, b) => a / b)).toEqual({ median: 2, lowest: 2, highest: 2 })
})

test('what warms up is thrown away', async () => {
  let calls = 0
  const { one } = await interleave({ one: async () => ({ ms: ++calls }) }, { blocks: 1, per: 2, warmUp: 3, withinMs: 0 })
  expect(one.ms).toEqual([[4, 5]])
})

test('measuring ends with its time, but never before its first block', async () => {
  const one = async () => ({ ms: 1 })
  const { ours } = await interleave({ ours: one, bare: one }, { blocks: 50, per: 1, warmUp: 0, withinMs: 0 })
  expect(ours.ms).toHaveLength(1)
})
