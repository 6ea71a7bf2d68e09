import { describe, expect, test } from 'vitest'
import { isNewFor } from '../review/review.ts'
import { aResult } from '../testing.ts'

const now = Date.parse('2026-11-20T21:00:00.000Z')
const amal = { userId: 'u-amal', name: 'Dr Amal Hassan' }
const reviewed = { ...amal, at: '2026-11-20T20:59:00.000Z', versionId: '1' }

describe('RES-1: what is new for one reader', () => {
  test.each([
    ['of their own order', aResult({ orderedBy: amal }), true],
    ['of nobody’s order', aResult({ orderedBy: null }), true],
    ['folded before orderers were told', aResult(), true],
    ['of somebody else’s order', aResult({ orderedBy: { userId: 'u-sami', name: 'Dr Sami Idris' } }), false],
    ['reviewed already', aResult({ orderedBy: amal, reviewed }), false],
    ['without a value yet', aResult({ orderedBy: amal, value: null, status: 'registered' }), false],
  ])('a result %s', (_, row, expected) => expect(isNewFor(row, now, 'u-amal')).toBe(expected))
})
