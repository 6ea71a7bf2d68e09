import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ceftriaxoneFor, commandId, openTestWard, refusalOf, type TestWard } from '../../testing/ward.ts'

let ward: TestWard
beforeAll(async () => {
  ward = await openTestWard()
})
afterAll(() => ward.close())

it('a prescription is listed with its full text (FMT-11)', async () => {
  const patient = await ward.admit()
  await ward.amal.medications.prescribe({ ...ceftriaxoneFor(patient), asNeededReason: null, note: 'slowly' })
  const [row] = (await ward.huda.medications.list({ patientId: patient.patientId })).rows
  expect(row).toMatchObject({
    code: '2193',
    generic: 'ceftriaxone',
    form: 'solution for injection',
    dose: { value: '2', unit: 'g' },
    route: 'intravenous',
    frequency: 'once daily',
    duration: '5 days',
    indication: 'pneumonia',
    text: '2 g intravenous once daily for 5 days',
    supply: { value: 10, unit: 'vial' },
    status: 'active',
    stage: 'unverified',
    requester: { name: 'Dr Amal Hassan' },
  })
})

it('a dose keeps its digits as entered (FMT-4)', async () => {
  const patient = await ward.admit()
  const order = {
    ...ceftriaxoneFor(patient),
    drugId: 'rx:3407:tablet',
    dose: { value: '0.125', unit: 'mg' as const },
    route: 'oral' as const,
  }
  await ward.amal.medications.prescribe(order)
  expect((await ward.amal.medications.list({ patientId: patient.patientId })).rows[0]).toMatchObject({
    dose: { value: '0.125', unit: 'mg' },
  })
})

describe('antibiotics and opioids (ORD-6)', () => {
  const openEnded = { durationDays: null, reviewDays: null }
  const morphine = { drugId: 'rx:7052:injection', dose: { value: '5', unit: 'mg' as const }, frequency: 'every 4 hours' as const }

  it('need a stop or review date, except single doses', async () => {
    const patient = await ward.admit()
    expect(await refusalOf(ward.amal.medications.prescribe({ ...ceftriaxoneFor(patient), ...openEnded }))).toMatchObject({
      code: 'INVALID_INPUT',
      detail: { field: 'durationDays' },
    })
    expect((await refusalOf(ward.amal.medications.prescribe({ ...ceftriaxoneFor(patient), ...openEnded, ...morphine }))).code).toBe(
      'INVALID_INPUT',
    )
    await ward.amal.medications.prescribe({ ...ceftriaxoneFor(patient), ...openEnded, frequency: 'once now' })
  })

  it('show their stop or review date', async () => {
    const patient = await ward.admit()
    await ward.amal.medications.prescribe(ceftriaxoneFor(patient))
    await ward.amal.medications.prescribe({ ...ceftriaxoneFor(patient), ...morphine, durationDays: null, reviewDays: 3 })
    const rows = (await ward.huda.medications.list({ patientId: patient.patientId })).rows
    const inDays = (days: number) => new Date(ward.clock.now().getTime() + days * 86_400_000).toISOString()
    expect(Object.fromEntries(rows.map(({ generic, limit }) => [generic, limit]))).toEqual({
      ceftriaxone: { kind: 'stop', at: inDays(5) },
      morphine: { kind: 'review', at: inDays(3) },
    })
  })

  it('differ from other medications, which may be open-ended', async () => {
    const patient = await ward.admit()
    const open = {
      ...ceftriaxoneFor(patient),
      ...openEnded,
      drugId: 'rx:161:tablet',
      dose: { value: '1', unit: 'g' as const },
      route: 'oral' as const,
    }
    await ward.amal.medications.prescribe(open)
    expect((await ward.amal.medications.list({ patientId: patient.patientId })).rows[0]?.limit).toBeNull()
  })
})

describe('a prescription is refused', () => {
  it('for a route or unit that the product does not allow (MED-3)', async () => {
    const patient = await ward.admit()
    expect(await refusalOf(ward.amal.medications.prescribe({ ...ceftriaxoneFor(patient), route: 'oral' }))).toMatchObject({
      code: 'INVALID_INPUT',
      detail: { field: 'route', allowed: ['intravenous', 'intramuscular'] },
    })
    const inMillilitres = { ...ceftriaxoneFor(patient), dose: { value: '2', unit: 'mL' as const } }
    expect(await refusalOf(ward.amal.medications.prescribe(inMillilitres))).toMatchObject({
      code: 'INVALID_INPUT',
      detail: { field: 'dose.unit' },
    })
  })

  it('for an active duplicate without a reason (decision 17)', async () => {
    const patient = await ward.admit()
    await ward.amal.medications.prescribe(ceftriaxoneFor(patient))
    expect(await refusalOf(ward.sami.medications.prescribe(ceftriaxoneFor(patient)))).toMatchObject({
      code: 'DUPLICATE_NEEDS_REASON',
      detail: { duplicates: [{ generic: 'ceftriaxone', by: 'Dr Amal Hassan', text: '2 g intravenous once daily for 5 days' }] },
    })
    await ward.sami.medications.prescribe({ ...ceftriaxoneFor(patient), duplicateReason: 'loading dose' })
    expect((await ward.amal.medications.list({ patientId: patient.patientId })).rows[0]?.duplicateReason).toBe('loading dose')
  })

  it('for nurses and pharmacists, and for deceased patients', async () => {
    const patient = await ward.admit()
    expect((await refusalOf(ward.huda.medications.prescribe(ceftriaxoneFor(patient)))).code).toBe('NOT_ALLOWED')
    expect((await refusalOf(ward.omar.medications.prescribe(ceftriaxoneFor(patient)))).code).toBe('NOT_ALLOWED')
    const died = await ward.admit({ patient: { deceasedBoolean: true } })
    expect((await refusalOf(ward.amal.medications.prescribe(ceftriaxoneFor(died)))).code).toBe('PATIENT_DECEASED')
  })

  it('to be discontinued in an outdated version', async () => {
    const patient = await ward.admit()
    const { prescriptionId } = await ward.amal.medications.prescribe(ceftriaxoneFor(patient))
    const stop = {
      commandId: commandId(),
      patientId: patient.patientId,
      prescriptionId,
      versionId: '9',
      reason: 'ineffective' as const,
      explanation: null,
    }
    expect((await refusalOf(ward.amal.medications.stop(stop))).code).toBe('VERSION_CONFLICT')
  })
})

it.each([
  ['ineffective', 'stopped'],
  ['completed', 'completed'],
  ['entered-in-error', 'entered-in-error'],
] as const)('discontinuing with the reason %s sets the status %s', async (reason, status) => {
  const patient = await ward.admit()
  const { prescriptionId } = await ward.amal.medications.prescribe(ceftriaxoneFor(patient))
  await ward.amal.medications.stop({
    commandId: commandId(),
    patientId: patient.patientId,
    prescriptionId,
    versionId: '1',
    reason,
    explanation: 'test',
  })
  const [row] = (await ward.amal.medications.list({ patientId: patient.patientId })).rows
  expect(row).toMatchObject({
    status,
    stage: 'stopped',
    stopped: { by: { name: 'Dr Amal Hassan' }, reason: expect.stringContaining('test') },
  })
})

it('the drug search finds generic names, brand names and prefixes', async () => {
  const first = async (query: string) => (await ward.amal.medications.drugs({ query })).rows[0]?.generic
  expect([await first('cef'), await first('Lasix'), await first('adrenaline'), await first('paracet')]).toEqual([
    'cefazolin',
    'furosemide',
    'epinephrine',
    'paracetamol',
  ])
})
