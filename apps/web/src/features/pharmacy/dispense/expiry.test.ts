import { describe, expect, it } from 'vitest'
import { expiryOf } from './expiry.ts'

describe('the expiry date of a package (FMT-1)', () => {
  it.each([
    ['01-2031', '2031-01-31'],
    ['02/2028', '2028-02-29'],
    ['Jan 2031', '2031-01-31'],
    ['31-01-2031', '2031-01-31'],
    ['5-Mar-2031', '2031-03-05'],
    ['2031-01-31', '2031-01-31'],
    ['2031-04', '2031-04-30'],
    ['٠١-٢٠٣١', '2031-01-31'],
    ['', null],
    ['13-2031', 'wrong'],
    ['31-02-2031', 'wrong'],
    ['soon', 'wrong'],
    ['012031', 'wrong'],
  ])('%s is %s', (typed, date) => expect(expiryOf(typed)).toBe(date))
})
