import type { VitalRow } from '@wardline/events'
import { expect, test } from 'vitest'
import { weightOf } from './banner-facts.ts'

test('weightOf returns the newest weight with its date, or null without one', () => {
  const vital = (code: string, value: string, effectiveAt: string) => ({ code, value, unit: 'kg', effectiveAt }) as VitalRow
  expect(weightOf([vital('8867-4', '98', '2'), vital('29463-7', '71.4', '1'), vital('29463-7', '70', '0')])).toEqual({
    value: '71.4',
    unit: 'kg',
    at: '1',
  })
  expect(weightOf([])).toBeNull()
})
