import { describe, expect, test } from 'vitest'
import { isNewFor } from '../review/review.ts'
import { aResult } from '../testing.ts'

const now = Date.parse('2026-11-20T21:00:00.000Z')
const amal = { userId: 'u-amal', name: 'Dr Amal Hassan' }
const reviewed = { ...amal, at: '2026-11-20T20:59:00.000Z', versionId: '1' }

describe('RES-1: results new for a user', () => {
  test.each([
    ['of an order of this user is new', aResult({ orderedBy: amal }), true],
    ['without an orderer is new', aResult({ orderedBy: null }), true],
    ['stored before orderers were recorded is new', aResult(), true],
    ['of another user’s order is not new', aResult({ orderedBy: { userId: 'u-sami', name: 'Dr Sami Idris' } }), false],
    ['already reviewed is not new', aResult({ orderedBy: amal, reviewed }), false],
    ['without a value is not new', aResult({ orderedBy: amal, value: null, status: 'registered' }), false],
  ])('a result %s', (_, row, expected) => expect(isNewFor(row, now, 'u-amal')).toBe(expected))
})
