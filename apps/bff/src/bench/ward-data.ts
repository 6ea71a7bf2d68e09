import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { systems } from '@wardline/events'
import { importInto } from './import-into.ts'

const idOf = (number: number) => `bench-${number}`

const patient = (number: number) => ({
  resourceType: 'Patient',
  id: idOf(number),
  identifier: [{ system: systems.mrn, value: String(7_000_000_000 + number) }],
  active: true,
  name: [{ use: 'official', family: `Bench${number}`, given: ['Pat'] }],
  gender: number % 2 === 0 ? 'female' : 'male',
  birthDate: '1970-01-01',
})

const stay = (number: number) => ({
  resourceType: 'Encounter',
  id: `${idOf(number)}-stay`,
  status: 'in-progress',
  class: { system: systems.actCode, code: 'IMP' },
  subject: { reference: `Patient/${idOf(number)}` },
  period: { start: new Date().toISOString() },
})

/** A data folder in which so many people have come, imported as from another hospital; gone when `act` is done. */
export async function withWard<T>(patients: number, act: (data: string, patientIds: readonly string[]) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'wardline-ward-'))
  try {
    const file = path.join(folder, 'ward.ndjson')
    const resources = Array.from({ length: patients }, (_, number) => [patient(number), stay(number)]).flat()
    writeFileSync(file, resources.map((resource) => `${JSON.stringify(resource)}\n`).join(''))
    await importInto(folder, [file])
    return await act(
      path.join(folder, 'data'),
      Array.from({ length: patients }, (_, number) => idOf(number)),
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
