import { describe, expect, it } from 'vitest'
import { newestFirst } from '../framework/sort-keys.ts'
import { isHighAlert } from './high-alert.ts'

describe('high-alert medications (MED-14, PHQ-3)', () => {
  it.each([
    ['insulin regular', 'subcutaneous', true],
    ['enoxaparin', 'subcutaneous', true],
    ['Warfarin Sodium 5 MG Oral Tablet', 'oral', true],
    ['metoprolol', 'intravenous', true],
    ['metoprolol', 'oral', false],
    ['metoprolol', null, true],
    ['potassium chloride', 'oral', false],
    ['potassium chloride', 'intravenous', true],
    ['Acetaminophen 325 MG / oxyCODONE Hydrochloride 5 MG', 'oral', true],
    ['amoxicillin', 'oral', false],
    ['codeinefree syrup', 'oral', false],
  ])('%s, route %s, is high-alert: %s', (generic, route, expected) => {
    expect(isHighAlert({ generic, route })).toBe(expected)
  })
})

describe('the newest-first sort key', () => {
  it('reverses the order of times and keeps equal times equal', () => {
    const times = ['2026-11-20T21:00:00.000Z', '2026-11-20T20:59:59.999Z', '2025-12-31T23:00:00.000Z', '2026-11-20T21:00:00.000Z']
    const turned = times.toSorted((a, b) => (newestFirst(a) < newestFirst(b) ? -1 : newestFirst(a) > newestFirst(b) ? 1 : 0))
    expect(turned).toEqual(times.toSorted().reverse())
  })
})
