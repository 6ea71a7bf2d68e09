import { aSubject } from '@wardline/events/testing'
import { expect, test } from 'vitest'
import { nameAlerts, namesakesOf } from './name-alerts.ts'

const named = (...names: string[]) => names.map((name) => ({ id: name, patient: aSubject({ name }) }))
const alerted = (...names: string[]) => [...nameAlerts()(named(...names), null)]

test.each([
  ['the same name', ['SMITH, Jane (Mrs)', 'SMITH, Jane'], true],
  ['one letter in the given name', ['MOHAMED, Ahmed (Mr)', 'MOHAMED, Ahmad'], true],
  ['one letter more in the family name', ['HASSAN, Amal', 'HASSANE, Amal'], true],
  ['accents and a second given name', ['ÁLVAREZ, José Luis', 'ALVAREZ, Jose'], true],
  ['only the family name', ['SMITH, Jane', 'SMITH, Robert'], false],
  ['short names one letter apart', ['ALI, Omar', 'ALY, Omar'], false],
  ['different people', ['OSMAN, Ali', 'IDRIS, Musa'], false],
] as const)('ID-9: %s', (_, names, alike) => {
  expect(alerted(...names)).toEqual(alike ? [...names] : [])
})

test('ID-9: namesakesOf returns similar names without the patient', () => {
  const rows = ['MOHAMED, Ahmed (Mr)', 'MOHAMED, Ahmad', 'OSMAN, Ali'].map((name) => ({ id: name, patient: aSubject({ name }) }))
  expect(namesakesOf('MOHAMED, Ahmad', 'MOHAMED, Ahmad', rows).map(({ name }) => name)).toEqual(['MOHAMED, Ahmed (Mr)'])
})

test('ID-9: the alerts of a live list follow admissions, discharges and renames', () => {
  const alerts = nameAlerts()
  const [ahmed, ali] = named('MOHAMED, Ahmed', 'OSMAN, Ali')
  if (!ahmed || !ali) throw new Error('fixture is incomplete')
  const renamed = { ...ali, patient: aSubject({ name: 'MOHAMED, Ahmad' }) }
  const moved = { ...renamed, patient: { ...renamed.patient, bed: '12' } }
  const said = [[ahmed, ali], [ahmed, renamed], [ahmed, moved], [moved]].map((rows) => [...alerts(rows, null)])
  expect(said).toEqual([[], [ahmed.id, ali.id], [ahmed.id, ali.id], []])
})
