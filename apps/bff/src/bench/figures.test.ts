import { expect, test } from 'vitest'
import { compare } from './compare.ts'
import { median, percentile } from './figures.ts'

test('the median of an even number of values lies between the middle two', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5)
  expect(median([3, 1, 2])).toBe(2)
})

test('a percentile is a value that occurred', () => {
  expect(percentile([5, 1, 4, 2, 3], 0.5)).toBe(3)
  expect(percentile([5, 1, 4, 2, 3], 0.99)).toBe(5)
})

test('a comparison is the median of per-block ratios, with the lowest and highest block beside it', async () => {
  let block = 0
  const twice = async () => 2 * (1 + Math.floor(block++ / 2))
  const once = async () => 1 + Math.floor(block++ / 2)
  const { ratio, blocks } = await compare({ ours: twice, bare: once }, { blocks: 5, per: 1, warmUp: 0, withinMs: 10_000 })
  expect(blocks).toBe(5)
  expect(ratio).toEqual({ median: 2, lowest: 2, highest: 2 })
})

test('a comparison ends with its time, but never before its first block', async () => {
  const one = async () => 1
  expect((await compare({ ours: one, bare: one }, { blocks: 50, per: 1, warmUp: 0, withinMs: 0 })).blocks).toBe(1)
})
