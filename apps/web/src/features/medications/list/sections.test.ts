import { expect, it } from 'vitest'
import { ceftriaxone, medicine } from '../testing.ts'
import { compareBySection, sameIngredient, sectionOf } from './sections.ts'

it('each medication belongs to exactly one section (MED-1)', () => {
  expect(sectionOf(medicine())).toBe('scheduled')
  expect(sectionOf(medicine({ asNeeded: true }))).toBe('asNeeded')
  expect(sectionOf(medicine({ status: 'on-hold' }))).toBe('suspended')
  expect(sectionOf(medicine({ stage: 'none' }))).toBe('elsewhere')
  for (const status of ['stopped', 'completed', 'cancelled', 'entered-in-error'] as const)
    expect(sectionOf(medicine({ status, stage: 'none', asNeeded: true }))).toBe('stopped')
})

it('rows keep the order of the view within a section', () => {
  const rows = [
    medicine({ id: 'a', status: 'stopped' }),
    medicine({ id: 'b', authoredAt: '2026-11-20T21:00:00.000Z' }),
    medicine({ id: 'c', asNeeded: true }),
    medicine({ id: 'd', authoredAt: '2026-11-20T20:00:00.000Z' }),
  ]
  expect(
    rows
      .toReversed()
      .toSorted(compareBySection)
      .map(({ id }) => id),
  ).toEqual(['b', 'd', 'c', 'a'])
})

it('the same ingredient is found by code, and by name where another system sends a product code (decision 17)', () => {
  const rows = [
    medicine({ id: 'same' }),
    medicine({ id: 'product', code: '309090', generic: 'Ceftriaxone 1 GM Injection', stage: 'none' }),
    medicine({ id: 'stopped', status: 'stopped' }),
    medicine({ id: 'other', code: '723', generic: 'amoxicillin' }),
  ]
  expect(sameIngredient(rows, ceftriaxone).map(({ id }) => id)).toEqual(['same', 'product'])
})
