import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type PatientId, rooms, systems } from '@wardline/events'
import { importRemotely } from '../../apps/bff/src/ingest/command-line/remote-import.ts'
import { demoPassword } from '../../scripts/product/api-client.ts'
import type { ProductProcess } from '../../scripts/product/product-process.ts'

const idOf = (number: number) => `bench-${number}`

export const patient = (number: number) => ({
  resourceType: 'Patient',
  id: idOf(number),
  identifier: [{ system: systems.mrn, value: String(7_000_000_000 + number) }],
  active: true,
  name: [{ use: 'official', family: `Bench${number}`, given: ['Pat'] }],
  gender: number % 2 === 0 ? 'female' : 'male',
  birthDate: '1970-01-01',
})

export const encounter = (number: number) => ({
  resourceType: 'Encounter',
  id: `${idOf(number)}-stay`,
  status: 'in-progress',
  class: { system: systems.actCode, code: 'IMP' },
  subject: { reference: `Patient/${idOf(number)}` },
  period: { start: new Date().toISOString() },
})

const noProgress = { onScanned() {}, onProgress() {}, onSetAside() {} }

/** Imports resources into the running product, then restarts it. */
export async function importResources(product: ProductProcess, resources: readonly object[]): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'wardline-ward-'))
  try {
    const file = path.join(folder, 'ward.ndjson')
    writeFileSync(file, resources.map((resource) => `${JSON.stringify(resource)}\n`).join(''))
    const { counts } = await importRemotely(
      { server: product.url, username: 'admin', password: demoPassword },
      [{ path: file, name: 'ward.ndjson', bytes: statSync(file).size }],
      { dryRun: false, datesNow: false },
      noProgress,
    )
    if (counts.failed > 0) throw new Error(`${counts.failed} of ${resources.length} resources were not imported`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  // Caches and statement plans were made for an empty database; the restart makes them again.
  await product.stop()
  await product.start()
}

/** Imports inpatients. Returns their ids. */
export async function importPatients(product: ProductProcess, patients: number): Promise<readonly string[]> {
  const numbers = Array.from({ length: patients }, (_, number) => number)
  await importResources(
    product,
    numbers.flatMap((number) => [patient(number), encounter(number)]),
  )
  return numbers.map(idOf)
}

/** Returns the rooms of each client: `perClient` consecutive patients, so that each patient has as many clients. */
export const roomsOfClients = (clients: number, patientIds: readonly string[], perClient: number) =>
  Array.from({ length: clients }, (_, client) =>
    Array.from({ length: perClient }, (_, offset) => rooms.patient(patientIds[(client + offset) % patientIds.length] as PatientId)),
  )
