import { expect, test } from 'vitest'
import { hourChoicesOf } from './limit.ts'

test('the choices stay within the maximum of the catalogue and include its default', () => {
  expect(hourChoicesOf({ hours: 3, maxHours: 4 })).toEqual([1, 2, 3, 4])
})
