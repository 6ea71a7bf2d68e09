import type { FhirResource, Patient } from 'fhir/r4'
import { describe, expect, it } from 'vitest'
import { bundle, entry, lines, nextId, patient, pulse, read, runImport, useImports, writeImportFile } from '../testing.ts'

useImports()

describe('a patient id that belongs to another person', () => {
  const named = (id: string, family: string, given: string, more: Partial<Patient> = {}): Patient => ({
    ...patient(id),
    name: [{ use: 'official', family, given: [given] }],
    ...more,
  })
  const mrn = (value: string) => ({ identifier: [{ system: 'https://sender.example/mrn', value }] })

  it('is set aside with everything about it; the chart of the first person stays as it is', async () => {
    const id = nextId()
    await writeImportFile(
      'a.json',
      bundle(entry(id, named(id, 'Haddad', 'Lina', mrn('1'))), entry(nextId(), pulse(undefined, `Patient/${id}`))),
    )
    expect((await runImport()).counts).toMatchObject({ created: 2, failed: 0 })
    const other = named(id, 'Nasser', 'Omar', { ...mrn('2'), gender: 'male', birthDate: '1950-01-01' })
    await writeImportFile('a.json', bundle(entry(id, other), entry(nextId(), pulse(nextId(), `Patient/${id}`))))
    const { counts, setAside } = await runImport()
    expect(counts).toMatchObject({ created: 0, updated: 0, failed: 2 })
    expect(setAside.map(({ reason }) => reason)).toEqual(Array(2).fill(expect.stringContaining('belongs to another person')))
    expect((await read('Patient', id))?.name).toMatchObject([{ family: 'Haddad' }])
  })

  it('is decided for each file of one import', async () => {
    const id = nextId()
    await writeImportFile(
      'a.json',
      bundle(entry(id, named(id, 'Haddad', 'Lina', mrn('3'))), entry(nextId(), pulse(nextId(), `Patient/${id}`))),
    )
    const other = named(id, 'Nasser', 'Omar', { ...mrn('4'), gender: 'male', birthDate: '1950-01-01' })
    await writeImportFile('b.json', bundle(entry(id, other), entry(nextId(), pulse(nextId(), `Patient/${id}`))))
    const { counts, setAside } = await runImport()
    expect(counts).toMatchObject({ created: 2, failed: 2 })
    expect(new Set(setAside.map(({ file }) => file))).toEqual(new Set(['b.json']))
  })

  it('is not presumed when an identifier or a name stays', async () => {
    const id = nextId()
    await writeImportFile('a.json', bundle(entry(id, named(id, 'Haddad', 'Lina', mrn('5')))))
    await runImport()
    const married = named(id, 'Khoury', 'Lina', { ...mrn('5'), birthDate: '1970-06-05' })
    await writeImportFile('a.json', bundle(entry(id, married)))
    expect((await runImport()).counts).toMatchObject({ updated: 1, failed: 0 })
    await writeImportFile('a.json', bundle(entry(id, named(id, 'Khoury', 'Lina', { birthDate: '1970-06-06' }))))
    expect((await runImport()).counts).toMatchObject({ updated: 1, failed: 0 })
  })
})

describe('references and ids of other servers', () => {
  it('resolve in every form that names the patient, and never to the same id at another host', async () => {
    const id = nextId()
    const sender = `https://sender.example/fhir/Patient/${id}`
    const mrn = { system: 'https://sender.example/mrn', value: `mrn-${id}` }
    const forms: readonly object[] = [
      { reference: `Patient/${id}` },
      { reference: `Patient/${id}/_history/3` },
      { reference: sender },
      { reference: `Patient?identifier=${mrn.system}|${mrn.value}` },
      { reference: `Patient?identifier=${encodeURIComponent(`${mrn.system}|${mrn.value}`)}` },
      { reference: `Patient?active=true&identifier=${mrn.system}|${mrn.value}&gender=female` },
      { reference: `Patient?identifier=${mrn.value}` },
      { identifier: mrn },
      { type: 'Patient', identifier: mrn },
    ]
    const elsewhere = { reference: `https://elsewhere.example/r4/Patient/${id}` }
    const broken = { reference: 'Patient?identifier=100%' }
    const pulses = [...forms, elsewhere, broken].map((subject) => ({ resource: { ...pulse(nextId(), ''), subject } as FhirResource }))
    await writeImportFile('a.json', bundle({ fullUrl: sender, resource: { ...patient(id), identifier: [mrn] } as Patient }, ...pulses))
    const { counts, setAside } = await runImport()
    expect(counts).toMatchObject({ created: 1 + forms.length, failed: 2 })
    expect(setAside.map(({ reason }) => reason)).toEqual(['the patient is a resource of another server', 'a broken percent escape'])
  })

  it('with a broken percent escape in a condition costs one entry', async () => {
    const id = nextId()
    const practitioner: FhirResource = { resourceType: 'Practitioner', name: [{ family: 'Percent' }] }
    const conditional = entry(nextId(), practitioner, {
      request: { method: 'POST', url: 'Practitioner', ifNoneExist: 'identifier=https://sender.example/staff|100%' },
    })
    await writeImportFile('a.json', bundle(conditional, entry(id, patient(id))))
    const { counts, setAside } = await runImport()
    expect([counts.created, setAside.map(({ index, reason }) => [index, reason])]).toEqual([1, [[0, 'a broken percent escape']]])
  })

  it.each(['bad-id 1', 'x'.repeat(118), 'a/b'])('the id %s is refused, not replaced', async (id) => {
    await writeImportFile('a.ndjson', lines(patient(id)))
    expect((await runImport()).setAside).toMatchObject([{ path: 'Patient.id', reason: 'not a FHIR id' }])
  })
})
