import type { CensusRow } from '@wardline/events'
import { aSubject } from '@wardline/events/testing'
import { expect, it } from 'vitest'
import { rankMatches } from './rank-matches.ts'

const row = (name: string, more: { bed?: string; mrn?: string; nameAr?: string } = {}): CensusRow => ({
  id: name,
  versionId: '0',
  commandId: null,
  patient: aSubject({ name, nameAr: null, bed: null, ...more }),
})
const rows = [
  row('HAROUN, Idriss', { bed: 'Bed 01', mrn: '1212121212' }),
  row('HAROUN, Idris (Mr)', { bed: 'Bed 02' }),
  row('IDRISSA, Awa', { bed: 'Bed 03' }),
  row('IDRIS, Musa', { bed: 'Bed 12', nameAr: 'موسى إدريس' }),
  row('IDRIS, Sami', { bed: 'Bed 121' }),
]
const firstOf = (query: string) => rankMatches(rows, query).map(({ patient }) => patient.name)

it('an exact family name comes before an exact given name, both before their beginnings', () => {
  expect(firstOf('idris')).toEqual(['IDRIS, Musa', 'IDRIS, Sami', 'HAROUN, Idris (Mr)', 'IDRISSA, Awa', 'HAROUN, Idriss'])
})

it.each([
  ['bed 12', 'IDRIS, Musa'],
  ['12', 'IDRIS, Musa'],
  ['121 212 1212', 'HAROUN, Idriss'],
  ['sami idris', 'IDRIS, Sami'],
  ['idris, sami', 'IDRIS, Sami'],
  ['ادريس', 'IDRIS, Musa'],
])('the first match of %s is %s', (query, name) => expect(firstOf(query)[0]).toBe(name))
