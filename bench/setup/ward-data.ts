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

export const stay = (number: number) => ({
  resourceType: 'Encounter',
  id: `${idOf(number)}-stay`,
  status: 'in-progress',
  class: { system: systems.actCode, code: 'IMP' },
  subject: { reference: `Patient/${idOf(number)}` },
  period: { start: new Date().toISOString() },
})

const nothing = { onScanned() {}, onProgress() {}, onSetAside() {} }

/** Brings these resources into the running product, as from another hospital. */
export async function bringIn(product: ProductProcess, resources: readonly object[]): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'wardline-ward-'))
  try {
    const file = path.join(folder, 'ward.ndjson')
    writeFileSync(file, resources.map((resource) => `${JSON.stringify(resource)}\n`).join(''))
    const { counts } = await importRemotely(
      { server: product.url, username: 'admin', password: demoPassword },
      [{ path: file, name: 'ward.ndjson', bytes: statSync(file).size }],
      { dryRun: false, datesNow: false },
      nothing,
    )
    if (counts.failed > 0) throw new Error(`${counts.failed} of ${resources.length} resources were not taken in`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  // Everything that was made for an empty hospital is made again for this one.
  await product.stop()
  await product.start()
}

/** So many people come to stay; answers who. */
export async function fillWard(product: ProductProcess, patients: number): Promise<readonly string[]> {
  const numbers = Array.from({ length: patients }, (_, number) => number)
  await bringIn(
    product,
    numbers.flatMap((number) => [patient(number), stay(number)]),
  )
  return numbers.map(idOf)
}

/** Of each client the rooms it follows: so many patients each way, one after the other. */
export const followedBy = (clients: number, patientIds: readonly string[], each: number) =>
  Array.from({ length: clients }, (_, client) =>
    Array.from({ length: each }, (_, offset) => rooms.patient(patientIds[(client + offset) % patientIds.length] as PatientId)),
  )
