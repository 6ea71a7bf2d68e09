import type { AllergyRow } from '@wardline/events'
import { expect, test } from 'vitest'
import { allergyStateOf } from './allergy-state.ts'

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
  noKnown: null,
  status: 'active',
  recordedAt: '2026-11-18T10:00:00.000Z',
  recorder: 'Dr Amal Hassan',
  ...overrides,
})
const noKnownAllergies = allergy({ substance: 'No known allergy', noKnown: 'all' })
const ready = (...rows: AllergyRow[]) => allergyStateOf({ status: 'ready', rows })

test('SHL-3: each state of the allergies is distinct; rows that have not loaded are no empty list', () => {
  expect(ready(allergy({}))).toMatchObject({ state: 'list' })
  expect(ready(noKnownAllergies)).toEqual({ state: 'none', confirmedBy: 'Dr Amal Hassan', confirmedAt: '2026-11-18T10:00:00.000Z' })
  expect(ready()).toEqual({ state: 'notAssessed' })
  for (const status of ['loading', 'failed', 'refused'] as const)
    expect(allergyStateOf({ status, rows: [] })).toEqual({ state: 'unavailable' })
})

test('a recorded allergy takes precedence over "no known allergies"', () => {
  expect(ready(noKnownAllergies, allergy({}))).toMatchObject({ state: 'list', allergies: [{ agent: 'penicillin' }] })
})

test('a refuted statement, an inactive allergy and a statement about one kind are no statement about every substance', () => {
  expect(ready(allergy({ substance: 'No known allergy', noKnown: 'all', status: 'refuted' }))).toEqual({ state: 'notAssessed' })
  expect(ready(allergy({ status: 'inactive' }), allergy({ status: 'refuted' }))).toEqual({ state: 'notAssessed' })
  expect(ready(allergy({ noKnown: 'drug', recorder: null }))).toEqual({
    state: 'noneOfKind',
    kinds: ['drug'],
    confirmedBy: null,
    confirmedAt: '2026-11-18T10:00:00.000Z',
  })
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
