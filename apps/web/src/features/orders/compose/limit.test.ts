import { expect, test } from 'vitest'
import { hoursOffered } from './limit.ts'

test('no more hours are offered than the catalogue allows, and its own are among them', () => {
  expect(hoursOffered({ hours: 3, mostHours: 4 })).toEqual([1, 2, 3, 4])
})
