import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { systems } from '@wardline/events'
import type { BundleEntry, FhirResource, Patient } from 'fhir/r4'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { provenanceIn } from '../record/provenance.ts'
import { openTestCore, type TestCore } from '../testing/services.ts'
import { filesIn } from './files/import-files.ts'
import { type ImportOptions, importFiles } from './import/import.ts'
import type { SetAside } from './import/import-types.ts'

export let core: TestCore
export let folder: string
/** Opens the services and, for each test, an empty folder. */
export function useImports(): void {
  beforeAll(async () => {
    core = await openTestCore()
  })
  afterAll(() => core.close())
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'wardline-import-'))
    return () => rm(folder, { recursive: true })
  })
}

/** Imports the files of the folder of this test, or others. */
export async function runImport(paths: readonly string[] = [folder], options: Partial<ImportOptions> = {}) {
  const setAside: SetAside[] = []
  const host = { admin: await core.as('admin'), provenanceOf: provenanceIn(core.database) }
  const listener = { onScanned() {}, onProgress() {}, onSetAside: (fault: SetAside) => setAside.push(fault) }
  const counts = await importFiles(host, await filesIn(paths), { dryRun: false, datesNow: false, ...options }, listener)
  return { counts, setAside }
}

export const writeImportFile = (name: string, content: unknown) =>
  writeFile(path.join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))
export const lines = (...resources: readonly unknown[]) => resources.map((resource) => JSON.stringify(resource)).join('\n')
export const bundle = (...entries: readonly BundleEntry[]) => ({ resourceType: 'Bundle', type: 'transaction', entry: entries })
export const entry = (uuid: string, resource: FhirResource, more: Partial<BundleEntry> = {}): BundleEntry => ({
  fullUrl: `urn:uuid:${uuid}`,
  resource,
  request: { method: 'POST', url: resource.resourceType },
  ...more,
})

export let count = 0
export const nextId = () => {
  count += 1
  return `00000000-0000-4000-a000-${String(count).padStart(12, '0')}`
}
export const patient = (id: string, family = 'Imported'): Patient => ({
  resourceType: 'Patient',
  id,
  name: [{ family, given: ['Ana'] }],
  gender: 'female',
  birthDate: '1970-05-06',
})
export const pulse = (id: string | undefined, subject: string, more: object = {}): FhirResource =>
  ({
    resourceType: 'Observation',
    ...(id ? { id } : {}),
    status: 'final',
    category: [{ coding: [{ system: systems.observationCategory, code: 'vital-signs' }] }],
    code: { coding: [{ system: systems.loinc, code: '8867-4' }], text: 'Pulse' },
    subject: { reference: subject },
    effectiveDateTime: '2020-03-04T10:00:00Z',
    valueQuantity: { value: 72, unit: '/min' },
    ...more,
  }) as FhirResource
export const read = async <T extends FhirResource['resourceType']>(type: T, id: string) => (await core.as('admin')).resources.read(type, id)
