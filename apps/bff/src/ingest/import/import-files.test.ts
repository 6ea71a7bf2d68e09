import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { censusView, type PatientRow, rooms, systems } from '@wardline/events'
import type { Encounter, FhirResource } from 'fhir/r4'
import { describe, expect, it } from 'vitest'
import { provenanceIn } from '../../record/provenance.ts'
import { openTestCore } from '../../testing/services.ts'
import { filesIn } from '../files/import-files.ts'
import {
  bundle,
  core,
  count,
  entry,
  folder,
  lines,
  nextId,
  patient,
  pulse,
  read,
  runImport,
  useImports,
  writeImportFile,
} from '../testing.ts'
import { importFiles } from './import.ts'
import type { SetAside } from './import-types.ts'

useImports()

describe('file formats', () => {
  it.each([
    [
      'a transaction bundle',
      async (id: string) => writeImportFile('a.json', bundle(entry(id, patient(id)), entry(nextId(), pulse(nextId(), `urn:uuid:${id}`)))),
    ],
    [
      'a collection',
      async (id: string) =>
        writeImportFile('a.json', {
          resourceType: 'Bundle',
          type: 'collection',
          entry: [{ resource: patient(id) }, { resource: pulse(nextId(), `Patient/${id}`) }],
        }),
    ],
    ['NDJSON', async (id: string) => writeImportFile('a.ndjson', `${lines(patient(id), pulse(nextId(), `Patient/${id}`))}\n\n`)],
    [
      'a zipped bundle',
      async (id: string) =>
        writeFile(
          path.join(folder, 'a.json.gz'),
          gzipSync(JSON.stringify(bundle(entry(id, patient(id)), entry(nextId(), pulse(nextId(), `urn:uuid:${id}`))))),
        ),
    ],
    [
      'zipped NDJSON',
      async (id: string) => writeFile(path.join(folder, 'a.ndjson.gz'), gzipSync(lines(patient(id), pulse(nextId(), `Patient/${id}`)))),
    ],
  ])('%s is imported and projected into the read models', async (_, write) => {
    const id = nextId()
    await write(id)
    expect((await runImport()).counts).toEqual({ read: 2, created: 2, updated: 0, unchanged: 0, failed: 0 })
    const chart = await (await core.as('pharm.omar')).chart(id)
    expect([chart.views.vitals?.rows.length, chart.views.patient?.rows.length]).toEqual([1, 1])
  })

  it('Bundles and NDJSON are imported together, in any order of the files', async () => {
    const id = nextId()
    await writeImportFile('Observation.ndjson', pulse(nextId(), `Patient/${id}`))
    await writeImportFile('zz.json', bundle(entry(id, patient(id))))
    expect((await runImport()).counts).toMatchObject({ created: 2, failed: 0 })
  })
})

describe('references', () => {
  it('are resolved by urn:uuid, by conditional reference, by identifier and by literal address', async () => {
    const [patientId, doctorId, unitId, roleId, encounterId] = [nextId(), nextId(), nextId(), nextId(), nextId()]
    const npi = { system: 'http://hl7.org/fhir/sid/us-npi', value: `9${count}` }
    const org = { system: 'https://example.org/orgs', value: `o${count}` }
    await writeImportFile('Practitioner.ndjson', { resourceType: 'Practitioner', id: doctorId, identifier: [npi] })
    // An organization and a location share an identifier: the element name decides which one is referenced.
    await writeImportFile('Organization.ndjson', { resourceType: 'Organization', id: unitId, identifier: [org], name: 'Clinic' })
    await writeImportFile('Location.ndjson', { resourceType: 'Location', id: nextId(), identifier: [org], name: 'Clinic' })
    await writeImportFile('PractitionerRole.ndjson', {
      resourceType: 'PractitionerRole',
      id: roleId,
      practitioner: { identifier: npi, display: 'Dr B' },
      organization: { identifier: org, display: 'Clinic' },
    })
    const encounter = {
      resourceType: 'Encounter',
      status: 'finished',
      class: { code: 'AMB' },
      subject: { reference: `urn:uuid:${patientId}` },
      participant: [{ individual: { reference: `Practitioner?identifier=${npi.system}|${npi.value}`, display: 'Dr B' } }],
      serviceProvider: { reference: 'Organization?identifier=https://example.org/orgs|unknown', display: 'Elsewhere' },
    } as FhirResource
    await writeImportFile('a.json', bundle(entry(patientId, patient(patientId)), entry(encounterId, encounter)))
    expect((await runImport()).setAside).toEqual([])
    expect(await read('Encounter', encounterId)).toMatchObject({
      subject: { reference: `Patient/${patientId}` },
      participant: [{ individual: { reference: `Practitioner/${doctorId}`, display: 'Dr B' } }],
      serviceProvider: { type: 'Organization', identifier: { system: 'https://example.org/orgs', value: 'unknown' }, display: 'Elsewhere' },
    })
    expect(await read('PractitionerRole', roleId)).toMatchObject({
      practitioner: { reference: `Practitioner/${doctorId}` },
      organization: { reference: `Organization/${unitId}` },
    })
  })

  it('are resolved to a practitioner of an earlier import', async () => {
    const [patientId, doctorId] = [nextId(), nextId()]
    const npi = { system: 'http://hl7.org/fhir/sid/us-npi', value: `8${count}` }
    await writeImportFile('first.ndjson', lines({ resourceType: 'Practitioner', id: doctorId, identifier: [npi] }, patient(patientId)))
    await runImport()
    const request = {
      resourceType: 'MedicationRequest',
      id: nextId(),
      status: 'active',
      intent: 'order',
      medicationCodeableConcept: { text: 'aspirin' },
      subject: { reference: `Patient/${patientId}` },
      requester: { reference: `Practitioner?identifier=${npi.system}|${npi.value}` },
    }
    await rm(path.join(folder, 'first.ndjson'))
    await writeImportFile('second.ndjson', request)
    await runImport()
    expect(await read('MedicationRequest', request.id)).toMatchObject({ requester: { reference: `Practitioner/${doctorId}` } })
  })

  it('to an ifNoneExist entry are resolved to the existing resource with its identifier', async () => {
    const [known, patientId, roleId] = [nextId(), nextId(), nextId()]
    const npi = { system: 'http://hl7.org/fhir/sid/us-npi', value: `7${count}` }
    await writeImportFile('first.ndjson', { resourceType: 'Practitioner', id: known, identifier: [npi] })
    await runImport()
    await rm(path.join(folder, 'first.ndjson'))
    const otherId = nextId()
    const doctor = { resourceType: 'Practitioner', identifier: [npi] } as FhirResource
    const vital = pulse(roleId, `urn:uuid:${patientId}`, { performer: [{ reference: `urn:uuid:${otherId}` }] })
    const request = { method: 'POST' as const, url: 'Practitioner', ifNoneExist: `identifier=${npi.system}|${npi.value}` }
    await writeImportFile('a.json', bundle(entry(otherId, doctor, { request }), entry(patientId, patient(patientId)), entry(roleId, vital)))
    expect((await runImport()).counts).toMatchObject({ created: 2, unchanged: 1 })
    expect(await read('Observation', roleId)).toMatchObject({ performer: [{ reference: `Practitioner/${known}` }] })
  })
})

describe('a second run', () => {
  it('changes nothing, even if the files contain two versions of one resource', async () => {
    const [id, unit] = [nextId(), nextId()]
    const clinic = (phone: string) =>
      ({ resourceType: 'Organization', id: unit, name: 'Clinic', telecom: [{ system: 'phone', value: phone }] }) as FhirResource
    await writeImportFile('one.json', bundle(entry(unit, clinic('1')), entry(id, patient(id))))
    await writeImportFile('two.json', bundle(entry(unit, clinic('2')), entry(nextId(), pulse(undefined, `Patient/${id}`))))
    expect((await runImport()).counts).toMatchObject({ created: 3, updated: 1 })
    const before = await core.database.query('head', 'SELECT room, seq FROM room_head ORDER BY room')
    expect((await runImport()).counts).toEqual({ read: 4, created: 0, updated: 0, unchanged: 4, failed: 0 })
    expect(await core.database.query('head', 'SELECT room, seq FROM room_head ORDER BY room')).toEqual(before)
  })

  it('records a changed resource as its next version', async () => {
    const id = nextId()
    await writeImportFile('a.ndjson', patient(id, 'Before'))
    await runImport()
    await writeImportFile('a.ndjson', patient(id, 'After'))
    expect((await runImport()).counts).toMatchObject({ updated: 1, created: 0 })
    expect(await read('Patient', id)).toMatchObject({ meta: { versionId: '2' }, name: [{ family: 'After' }] })
  })

  it('with --dates now changes nothing', async () => {
    const id = nextId()
    await writeImportFile('a.ndjson', lines(patient(id), pulse(nextId(), `Patient/${id}`)))
    await runImport([folder], { datesNow: true })
    expect((await runImport([folder], { datesNow: true })).counts).toMatchObject({ unchanged: 2, updated: 0 })
  })
})

describe('resources set aside while the rest is imported', () => {
  it.each([
    ['a missing element', { resourceType: 'Observation', id: 'x', status: 'final', subject: {} }, 'Observation.code'],
    ['an unknown element', { ...patient('x'), colour: 'red' }, 'Patient.colour'],
    ['a code outside its required set', { ...patient('x'), gender: 'F' }, 'Patient.gender'],
    ['an invalid date', { ...patient('x'), birthDate: '06/05/1970' }, 'Patient.birthDate'],
    ['an observation without a patient', { ...pulse('x', 'Patient/x'), subject: undefined }, 'Observation'],
    ['an observation of an unknown patient', pulse('x', 'Patient/unknown'), 'Observation'],
  ])('%s is set aside with file, index, path and reason', async (_, broken, at) => {
    const id = nextId()
    await writeImportFile('a.ndjson', lines(patient(id), broken))
    const { counts, setAside } = await runImport()
    expect(counts).toMatchObject({ read: 2, created: 1, failed: 1 })
    expect(setAside).toEqual([
      { file: 'a.ndjson', index: 1, resourceType: (broken as FhirResource).resourceType, id: 'x', path: at, reason: expect.any(String) },
    ])
  })

  it('invalid JSON, values that are no resource and DELETE requests are set aside', async () => {
    const id = nextId()
    await writeImportFile('a.ndjson', `{"resourceType":\n${JSON.stringify(patient(id))}\n[1,2]`)
    await writeImportFile(
      'b.json',
      bundle(
        { request: { method: 'DELETE', url: 'Patient/1' } },
        entry(nextId(), patient(nextId()), { request: { method: 'DELETE', url: 'Patient/1' } }),
      ),
    )
    const { counts, setAside } = await runImport()
    expect(counts).toMatchObject({ created: 1, failed: 4 })
    expect(setAside.map(({ file, index, reason }) => [file, index, reason])).toEqual([
      ['a.ndjson', 0, 'not JSON'],
      ['a.ndjson', 2, 'not a FHIR resource'],
      ['b.json', 0, 'an entry without a resource'],
      ['b.json', 1, 'DELETE requests are not supported'],
    ])
  })

  it('only the resource that the database refuses is set aside', async () => {
    const [id, bad] = [nextId(), nextId()]
    await writeImportFile(
      'a.ndjson',
      lines(
        patient(id),
        pulse(nextId(), `Patient/${id}`),
        pulse(bad, `Patient/${id}`, { note: [{ text: 'nul \u0000 byte' }] }),
        pulse(nextId(), `Patient/${id}`),
      ),
    )
    const { counts, setAside } = await runImport()
    expect([counts.created + counts.failed, setAside.map((fault) => fault.id)]).toEqual([4, counts.failed ? [bad] : []])
  })

  it('a reason never quotes content of the resource (RT11)', async () => {
    await writeImportFile('a.ndjson', { ...patient(nextId()), gender: 'secret-word', birthDate: 'secret-word' })
    expect(JSON.stringify((await runImport()).setAside)).not.toContain('secret-word')
  })
})

describe('an imported patient', () => {
  it('gets a ten-digit medical record number and is listed in the registry', async () => {
    const id = nextId()
    await writeImportFile('a.ndjson', patient(id))
    await runImport()
    const chart = await (await core.as('pharm.omar')).chart(id)
    const [row] = (chart.views.patient?.rows ?? []) as readonly PatientRow[]
    expect(row?.mrn).toMatch(/^[1-9]\d{9}$/)
    expect(row?.unitId).toBe('registry')
  })

  it('keeps an existing medical record number', async () => {
    const id = nextId()
    await writeImportFile('a.ndjson', { ...patient(id), identifier: [{ system: systems.mrn, value: '1234567890' }] })
    await runImport()
    expect((await read('Patient', id))?.identifier).toHaveLength(1)
  })
})

describe('an imported inpatient', () => {
  const stay = (id: string, patientId: string, unitId: string, status: Encounter['status'] = 'in-progress'): Encounter => ({
    resourceType: 'Encounter',
    id,
    status,
    class: { system: systems.actCode, code: 'IMP' },
    subject: { reference: `Patient/${patientId}` },
    period: { start: '2026-11-19T08:00:00Z' },
    location: [{ location: { reference: `Location/${unitId}`, display: unitId }, status: 'active' }],
  })
  /** Returns the units whose census lists the patient, read as an administrator of all units. */
  async function unitsListing(patientId: string) {
    const admin = await core.as('admin')
    const lists = await Promise.all(
      admin.user.units.map(async ({ unitId }) => ({ unitId, ...(await admin.snapshot(censusView, rooms.unit(unitId), { limit: 1000 })) })),
    )
    return lists.filter(({ rows }) => rows.some(({ id }) => id === patientId)).map(({ unitId }) => unitId)
  }

  it('is in the census of that unit only', async () => {
    const [patientId, stayId] = [nextId(), nextId()]
    await writeImportFile('a.json', bundle(entry(patientId, patient(patientId)), entry(stayId, stay(stayId, patientId, 'ward-3'))))
    await runImport()
    expect(await unitsListing(patientId)).toEqual(['ward-3'])
  })

  it('moves with the encounter, and to the registry when it is finished', async () => {
    const [patientId, stayId] = [nextId(), nextId()]
    await writeImportFile('a.ndjson', patient(patientId))
    await runImport()
    expect(await unitsListing(patientId)).toEqual(['registry'])
    await writeImportFile('a.ndjson', stay(stayId, patientId, 'ward-3'))
    await runImport()
    expect(await unitsListing(patientId)).toEqual(['ward-3'])
    await writeImportFile('a.ndjson', stay(stayId, patientId, 'ward-5'))
    await runImport()
    expect(await unitsListing(patientId)).toEqual(['ward-5'])
    await writeImportFile('a.ndjson', stay(stayId, patientId, 'ward-5', 'finished'))
    await runImport()
    expect(await unitsListing(patientId)).toEqual(['registry'])
  })

  it('of a unit unknown to this hospital is listed in the registry, so that the chart can be found', async () => {
    const [patientId, stayId] = [nextId(), nextId()]
    await writeImportFile('a.ndjson', lines(patient(patientId), stay(stayId, patientId, 'another-hospital')))
    await runImport()
    expect(await unitsListing(patientId)).toEqual(['registry'])
  })
})

describe('import options', () => {
  it('--dry-run counts the resources and records nothing', async () => {
    const id = nextId()
    await writeImportFile('a.ndjson', lines(patient(id), pulse(nextId(), `Patient/${id}`)))
    expect((await runImport([folder], { dryRun: true })).counts).toMatchObject({ created: 2 })
    expect(await read('Patient', id)).toBeNull()
  })

  it('--dates now shifts the last day to today and keeps ages, intervals and times of day', async () => {
    const [id, first, last] = [nextId(), nextId(), nextId()]
    await writeImportFile(
      'a.ndjson',
      lines(patient(id), pulse(first, `Patient/${id}`, { effectiveDateTime: '2020-03-01T23:30:00-05:00' }), pulse(last, `Patient/${id}`)),
    )
    await runImport([folder], { datesNow: true })
    const today = new Date().toISOString().slice(0, 10)
    expect(await read('Observation', last)).toMatchObject({ effectiveDateTime: `${today}T10:00:00Z` })
    const early = (await read('Observation', first))?.effectiveDateTime ?? ''
    expect(early).toMatch(/T23:30:00-05:00$/)
    const days = (from: string, to: string) => Math.round((Date.parse(to.slice(0, 10)) - Date.parse(from.slice(0, 10))) / 86_400_000)
    expect(days(early, today)).toBe(3)
    const moved = await read('Patient', id)
    expect(days(moved?.birthDate ?? '', today)).toBe(days('1970-05-06', '2020-03-04'))
  })
})

it('an import by a user other than an administrator is refused', async () => {
  const host = { admin: await core.as('dr.amal'), provenanceOf: provenanceIn(core.database) }
  const noListener = { onScanned() {}, onProgress() {}, onSetAside() {} }
  await expect(importFiles(host, [], { dryRun: true, datesNow: false }, noListener)).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
})

const shared = path.resolve(import.meta.dirname, '../../../../../../shared/data')
const sets = ['synthea-bundles', 'synthea-bundles-2020', 'synthea-bulk-ndjson'].map((name) => path.join(shared, name))

describe.skipIf(!sets.every((place) => existsSync(place)))(`Synthea data sets in ${shared} (skipped when the folder is absent)`, () => {
  it('are imported without a lost resource, and a second run changes nothing', { timeout: 300_000 }, async () => {
    const ownCore = await openTestCore()
    const host = { admin: await ownCore.as('admin'), provenanceOf: provenanceIn(ownCore.database) }
    const setAside: SetAside[] = []
    const listener = { onScanned() {}, onProgress() {}, onSetAside: (fault: SetAside) => setAside.push(fault) }
    const files = await filesIn(sets)
    const options = { dryRun: false, datesNow: false }
    const first = await importFiles(host, files, options, listener)
    expect(setAside).toEqual([])
    expect(first.read).toBeGreaterThan(32_000)
    expect(first.created + first.updated + first.unchanged).toBe(first.read)
    const [row] = await ownCore.database.query<{ n: number }>('n', 'SELECT count(*)::int AS n FROM resource')
    expect(row?.n).toBe(first.created)
    const secondFiles = await filesIn(sets.slice(1))
    const second = await importFiles(host, secondFiles, options, listener)
    expect(second).toMatchObject({ created: 0, updated: 0, unchanged: second.read })
    expect(await ownCore.deadLetters.list()).toEqual([])
    await ownCore.close()
  })
})
