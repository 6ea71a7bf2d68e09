import type { AllergyRow, VitalRow } from '@wardline/events'
import { expect, test } from 'vitest'
import { allergyStateOf, weightOf } from './banner-facts.ts'

const allergy = (overrides: Partial<AllergyRow>): AllergyRow => ({
  id: 'a',
  versionId: '1',
  commandId: null,
  substance: 'penicillin',
  code: null,
  criticality: null,
  type: 'allergy',
  verificationStatus: 'confirmed',
  reactions: [],
  noKnownAllergies: false,
  recordedAt: '2026-11-18T10:00:00.000Z',
  recorder: 'Dr Amal Hassan',
  ...overrides,
})
const noKnownAllergies = allergy({ substance: 'No known allergy', noKnownAllergies: true })
const ready = (...rows: AllergyRow[]) => allergyStateOf({ status: 'ready', rows })

test('SHL-3: allergies have exactly four states', () => {
  expect(ready(allergy({}))).toMatchObject({ state: 'list' })
  expect(ready(noKnownAllergies)).toEqual({ state: 'none', confirmedBy: 'Dr Amal Hassan', confirmedAt: '2026-11-18T10:00:00.000Z' })
  expect(ready()).toEqual({ state: 'notAssessed' })
  for (const status of ['loading', 'failed', 'refused'] as const)
    expect(allergyStateOf({ status, rows: [] })).toEqual({ state: 'unavailable' })
})

test('a recorded allergy takes precedence over "no known allergies"', () => {
  expect(ready(noKnownAllergies, allergy({}))).toMatchObject({ state: 'list', allergies: [{ agent: 'penicillin' }] })
})

test('severity is that of the worst reaction; high criticality without a reaction is severe', () => {
  const reactions = [
    { manifestation: 'rash', severity: 'mild' as const },
    { manifestation: 'anaphylaxis', severity: 'severe' as const },
  ]
  expect(ready(allergy({ reactions }))).toMatchObject({ allergies: [{ reaction: 'rash, anaphylaxis', severity: 'severe' }] })
  expect(ready(allergy({ criticality: 'high' }))).toMatchObject({ allergies: [{ reaction: null, severity: 'severe' }] })
  expect(ready(allergy({}))).toMatchObject({ allergies: [{ severity: null }] })
})

test('weightOf returns the newest weight with its date, or null without one', () => {
  const vital = (code: string, value: string, effectiveAt: string) => ({ code, value, unit: 'kg', effectiveAt }) as VitalRow
  expect(weightOf([vital('8867-4', '98', '2'), vital('29463-7', '71.4', '1'), vital('29463-7', '70', '0')])).toEqual({
    value: '71.4',
    unit: 'kg',
    at: '1',
  })
  expect(weightOf([])).toBeNull()
})
