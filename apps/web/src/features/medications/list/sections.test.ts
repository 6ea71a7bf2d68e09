import { expect, it } from 'vitest'
import { ceftriaxone, medicine } from '../testing.ts'
import { inSections, sameIngredient, sectionOf } from './sections.ts'

it('puts each medicine under exactly one heading (MED-1)', () => {
  expect(sectionOf(medicine())).toBe('scheduled')
  expect(sectionOf(medicine({ asNeeded: true }))).toBe('asNeeded')
  expect(sectionOf(medicine({ status: 'on-hold' }))).toBe('suspended')
  expect(sectionOf(medicine({ stage: 'none' }))).toBe('elsewhere')
  for (const status of ['stopped', 'completed', 'cancelled', 'entered-in-error'] as const)
    expect(sectionOf(medicine({ status, stage: 'none', asNeeded: true }))).toBe('stopped')
})

it('keeps the order of the view inside a heading', () => {
  const rows = [
    medicine({ id: 'a', status: 'stopped' }),
    medicine({ id: 'b', authoredAt: '2026-11-20T21:00:00.000Z' }),
    medicine({ id: 'c', asNeeded: true }),
    medicine({ id: 'd', authoredAt: '2026-11-20T20:00:00.000Z' }),
  ]
  expect(
    rows
      .toReversed()
      .toSorted(inSections)
      .map(({ id }) => id),
  ).toEqual(['b', 'd', 'c', 'a'])
})

it('finds the same ingredient by code, and by name where another record gives a product (decision 17)', () => {
  const rows = [
    medicine({ id: 'same' }),
    medicine({ id: 'product', code: '309090', generic: 'Ceftriaxone 1 GM Injection', stage: 'none' }),
    medicine({ id: 'stopped', status: 'stopped' }),
    medicine({ id: 'other', code: '723', generic: 'amoxicillin' }),
  ]
  expect(sameIngredient(rows, ceftriaxone).map(({ id }) => id)).toEqual(['same', 'product'])
})
