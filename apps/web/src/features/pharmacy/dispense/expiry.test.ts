import { describe, expect, it } from 'vitest'
import { parseExpiry } from './expiry.ts'

describe('package expiry date (FMT-1)', () => {
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
    ['13-2031', 'invalid'],
    ['31-02-2031', 'invalid'],
    ['soon', 'invalid'],
    ['012031', 'invalid'],
  ])('parses %s as %s', (input, date) => expect(parseExpiry(input)).toBe(date))
})
