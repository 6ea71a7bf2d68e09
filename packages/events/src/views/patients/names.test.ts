import type { HumanName, Patient } from 'fhir/r4'
import { describe, expect, it } from 'vitest'
import { foldText } from '../framework/search-text.ts'
import { displayName, nameIn, officialName } from './names.ts'
import { isDeceased } from './patient.ts'

const person = (...name: readonly HumanName[]): Patient => ({
  resourceType: 'Patient',
  name: [...name],
  meta: { lastUpdated: '2026-11-30T10:00:00.000Z' },
})
const absent = (valueCode: string): HumanName => ({
  extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode }],
})

describe('the name of a patient (ID-3)', () => {
  it.each<[string, Patient, string]>([
    ['family and given', person({ family: 'Haddad', given: ['Lina', 'Ann'] }), 'HADDAD, Lina Ann'],
    ['a title', person({ family: 'Haddad', given: ['Lina'], prefix: ['Dr.'] }), 'HADDAD, Lina (Dr)'],
    ['text only, as it is', person({ text: 'Amira Bint Yusuf' }), 'Amira Bint Yusuf'],
    ['a given name alone', person({ given: ['Suharti'] }), 'Suharti'],
    ['a family name alone', person({ family: 'Nakamura' }), 'NAKAMURA'],
    ['a masked name', person(absent('masked')), 'Name withheld'],
    ['no name', person(), 'Name not known'],
    ['padding and invisible characters', person({ family: ' \u200bHad\u202edad ', given: ['Li\u00adna  Ann'] }), 'HADDAD, Lina Ann'],
  ])('with %s is shown', (_, patient, shown) => expect(displayName(patient)).toBe(shown))

  it.each<[string, Patient, string]>([
    [
      'the current official one, not one whose period has ended',
      person(
        { use: 'official', family: 'Old', period: { end: '2015-06-30' } },
        { use: 'official', family: 'New', period: { start: '2015-07-01' } },
        { use: 'maiden', family: 'Girl' },
      ),
      'New',
    ],
    ['the usual one before a former one', person({ use: 'old', family: 'Before' }, { use: 'usual', family: 'Now' }), 'Now'],
    ['one whose period ends later', person({ family: 'Now', period: { end: '2030' } }, { family: 'Other' }), 'Now'],
    ['a former one when there is no other', person({ use: 'old', family: 'Before' }), 'Before'],
  ])('is %s', (_, patient, family) => expect(officialName(patient)?.family).toBe(family))

  it('keeps brackets of a given name apart from the title', () =>
    expect(nameIn(person({ family: 'Lee', given: ['Ann (Annie)'] }))).toMatchObject({ given: 'Ann (Annie)', title: null }))
})

it.each([
  ['O’Hara', "o'hara"],
  ['Weiß', 'weiss'],
  ['Sørensen', 'sorensen'],
  ['Łukasz', 'lukasz'],
  ['IŞIK', 'ışık'],
  ['Bélanger', 'belanger'],
])('%s is found by %s', (name, query) => expect(foldText(name)).toBe(foldText(query)))

it('a death is known with a date, with a year, and without a date', () => {
  expect(
    [{ deceasedBoolean: true }, { deceasedDateTime: '2025' }, { deceasedBoolean: false }, {}].map((more) =>
      isDeceased({ resourceType: 'Patient', ...more }),
    ),
  ).toEqual([true, true, false, false])
})
