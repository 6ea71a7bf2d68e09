import { aSubject } from '@wardline/events/testing'
import { expect, test } from 'vitest'
import { nameAlerts, namesakesOf } from './name-alerts.ts'

const patientsNamed = (...names: string[]) => names.map((name) => ({ id: name, patient: aSubject({ name }) }))
const alertIds = (...names: string[]) => [...nameAlerts()(patientsNamed(...names), null)]

test.each([
  ['the same name', ['SMITH, Jane (Mrs)', 'SMITH, Jane'], true],
  ['one letter in the given name', ['MOHAMED, Ahmed (Mr)', 'MOHAMED, Ahmad'], true],
  ['one letter more in the family name', ['HASSAN, Amal', 'HASSANE, Amal'], true],
  ['accents and a second given name', ['ÁLVAREZ, José Luis', 'ALVAREZ, Jose'], true],
  ['only the family name', ['SMITH, Jane', 'SMITH, Robert'], false],
  ['short names one letter apart', ['ALI, Omar', 'ALY, Omar'], false],
  ['different people', ['OSMAN, Ali', 'IDRIS, Musa'], false],
] as const)('ID-9: %s', (_, names, isSimilar) => {
  expect(alertIds(...names)).toEqual(isSimilar ? [...names] : [])
})

test('ID-9: namesakesOf returns similar names without the patient', () => {
  const rows = ['MOHAMED, Ahmed (Mr)', 'MOHAMED, Ahmad', 'OSMAN, Ali'].map((name) => ({ id: name, patient: aSubject({ name }) }))
  expect(namesakesOf('MOHAMED, Ahmad', 'MOHAMED, Ahmad', rows).map(({ name }) => name)).toEqual(['MOHAMED, Ahmed (Mr)'])
})

test('ID-9: the alerts of a live list follow admissions, discharges and renames', () => {
  const alerts = nameAlerts()
  const [ahmed, ali] = patientsNamed('MOHAMED, Ahmed', 'OSMAN, Ali')
  if (!ahmed || !ali) throw new Error('fixture is incomplete')
  const renamed = { ...ali, patient: aSubject({ name: 'MOHAMED, Ahmad' }) }
  const moved = { ...renamed, patient: { ...renamed.patient, bed: '12' } }
  const results = [[ahmed, ali], [ahmed, renamed], [ahmed, moved], [moved]].map((rows) => [...alerts(rows, null)])
  expect(results).toEqual([[], [ahmed.id, ali.id], [ahmed.id, ali.id], []])
})
