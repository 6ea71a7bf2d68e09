import type { Subject } from '@wardline/events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Caller, ceftriaxoneFor, commandId, openTestWard, refusalOf, settleAll, type TestWard } from '../../testing/ward.ts'

let ward: TestWard
beforeAll(async () => {
  ward = await openTestWard()
})
afterAll(() => ward.close())

async function prescribe(): Promise<{ patient: Subject; prescriptionId: string }> {
  const patient = await ward.admit()
  const { prescriptionId } = await ward.amal.medications.prescribe(ceftriaxoneFor(patient))
  return { patient, prescriptionId }
}

const rowOf = async (prescriptionId: string) =>
  (await ward.omar.pharmacy.queue({ limit: 500 })).rows.find(({ id }) => id === prescriptionId)
const claim = (who: Caller, prescriptionId: string, reason: string | null = null) =>
  who.pharmacy.claim({ commandId: commandId(), prescriptionId, reason })
const verify = (who: Caller, prescriptionId: string, versionId = '1') =>
  who.pharmacy.verify({ commandId: commandId(), prescriptionId, versionId, note: null })
const dispense = (who: Caller, prescriptionId: string, more: { unit?: string; duplicateReason?: string } = {}) =>
  who.pharmacy.dispense({
    commandId: commandId(),
    prescriptionId,
    quantity: { value: 10, unit: more.unit ?? 'vial' },
    daysSupply: 5,
    duplicateReason: more.duplicateReason ?? null,
  })
const stop = (patient: Subject, prescriptionId: string, who: Caller = ward.amal) =>
  who.medications.stop({
    commandId: commandId(),
    patientId: patient.patientId,
    prescriptionId,
    versionId: '1',
    reason: 'adverse-reaction',
    explanation: null,
  })
const prescribeAndVerify = async () => {
  const prescription = await prescribe()
  await claim(ward.omar, prescription.prescriptionId)
  await verify(ward.omar, prescription.prescriptionId)
  return prescription
}

it('a prescription passes from the physician to the patient, with the author of each step (ux 5.3)', async () => {
  const { patient, prescriptionId } = await prescribe()
  expect(await rowOf(prescriptionId)).toMatchObject({
    stage: 'unverified',
    generic: 'ceftriaxone',
    supply: { value: 10, unit: 'vial' },
    patient: { mrn: patient.mrn },
  })
  await claim(ward.omar, prescriptionId)
  await verify(ward.omar, prescriptionId)
  await ward.lina.pharmacy.prepare({ commandId: commandId(), prescriptionId, lot: 'L-77', expires: '2027-06-30' })
  expect(await rowOf(prescriptionId)).toMatchObject({ stage: 'ready' })
  await dispense(ward.lina, prescriptionId)
  const [chart] = (await ward.amal.medications.list({ patientId: patient.patientId })).rows
  expect(chart).toMatchObject({ stage: 'dispensed', dispensed: { value: 10, unit: 'vial' } })
  expect(chart?.steps.map(({ step, by }) => `${step} ${by.name}`)).toEqual([
    'prescribed Dr Amal Hassan',
    'claimed Omar Farouk',
    'verified Omar Farouk',
    'prepared Lina Saleh',
    'dispensed Lina Saleh',
  ])
})

it('a ready-made product is dispensed without a preparation step', async () => {
  const { prescriptionId } = await prescribeAndVerify()
  await dispense(ward.omar, prescriptionId)
  expect(await rowOf(prescriptionId)).toMatchObject({ stage: 'dispensed' })
})

describe('R19: a claim (PHQ-6, PHQ-7, decision 16)', () => {
  it('succeeds for exactly one of two concurrent users, and the other learns the holder', async () => {
    const { prescriptionId } = await prescribe()
    const { won, lost } = await settleAll([claim(ward.omar, prescriptionId), claim(ward.lina, prescriptionId)])
    expect(won).toHaveLength(1)
    const holder = (await rowOf(prescriptionId))?.claim?.by
    expect(lost).toMatchObject([{ code: 'CLAIMED_BY_ANOTHER', detail: { by: holder, lapsed: false } }])
  })

  it('is renewed by its holder without an additional step', async () => {
    const { prescriptionId } = await prescribe()
    await claim(ward.omar, prescriptionId)
    const before = await rowOf(prescriptionId)
    ward.clock.pass(3 * 60_000)
    await claim(ward.omar, prescriptionId)
    const after = await rowOf(prescriptionId)
    expect(after?.steps).toHaveLength(before?.steps.length ?? 0)
    expect((after?.claim?.leaseUntil ?? '') > (before?.claim?.leaseUntil ?? '')).toBe(true)
  })

  it('that lapsed can be taken over with a reason only', async () => {
    const { prescriptionId } = await prescribe()
    await claim(ward.omar, prescriptionId)
    ward.clock.pass(5 * 60_000 + 1)
    expect(await refusalOf(claim(ward.lina, prescriptionId))).toMatchObject({ code: 'CLAIMED_BY_ANOTHER', detail: { lapsed: true } })
    await claim(ward.lina, prescriptionId, 'Omar is at lunch')
    expect((await rowOf(prescriptionId))?.claim?.by.name).toBe('Lina Saleh')
    expect((await refusalOf(verify(ward.omar, prescriptionId))).code).toBe('CLAIMED_BY_ANOTHER')
  })

  it('is released by its holder only', async () => {
    const { prescriptionId } = await prescribe()
    await claim(ward.omar, prescriptionId)
    const release = (who: Caller) => who.pharmacy.release({ commandId: commandId(), prescriptionId })
    expect((await refusalOf(release(ward.lina))).code).toBe('CLAIMED_BY_ANOTHER')
    await release(ward.omar)
    expect((await rowOf(prescriptionId))?.claim).toBeNull()
    expect((await refusalOf(release(ward.omar))).code).toBe('NOT_CLAIMED_BY_YOU')
  })

  it('is for pharmacists only', async () => {
    const { prescriptionId } = await prescribe()
    expect((await refusalOf(claim(ward.amal, prescriptionId))).code).toBe('NOT_ALLOWED')
    expect((await refusalOf(ward.huda.pharmacy.queue({}))).code).toBe('NOT_ALLOWED')
  })
})

describe('verifying', () => {
  it('needs the claim and the version that was read', async () => {
    const { prescriptionId } = await prescribe()
    expect((await refusalOf(verify(ward.omar, prescriptionId))).code).toBe('NOT_CLAIMED_BY_YOU')
    await claim(ward.omar, prescriptionId)
    expect((await refusalOf(verify(ward.omar, prescriptionId, '7'))).code).toBe('VERSION_CONFLICT')
  })

  it.each([1, 2, 3, 4, 5])('loses to a concurrent discontinuation in either order (race %i)', async () => {
    const { patient, prescriptionId } = await prescribe()
    await claim(ward.omar, prescriptionId)
    const { lost } = await settleAll<unknown>([verify(ward.omar, prescriptionId), stop(patient, prescriptionId)])
    for (const { code, detail } of lost) expect([code, detail.by]).toEqual(['DISCONTINUED', { userId: 'u-amal', name: 'Dr Amal Hassan' }])
    expect(await rowOf(prescriptionId)).toMatchObject({ stage: 'stopped', status: 'stopped', stopped: { by: { name: 'Dr Amal Hassan' } } })
    expect((await refusalOf(dispense(ward.omar, prescriptionId))).code).toBe('DISCONTINUED')
  })
})

describe('discontinuing (PHQ-21)', () => {
  it('names the interrupted pharmacist', async () => {
    const { patient, prescriptionId } = await prescribe()
    await claim(ward.lina, prescriptionId)
    await stop(patient, prescriptionId)
    expect((await rowOf(prescriptionId))?.stopped).toMatchObject({ reason: 'Adverse reaction', interrupted: { name: 'Lina Saleh' } })
  })

  it('names no pharmacist without a claim, and cancels the preparation', async () => {
    const { patient, prescriptionId } = await prescribeAndVerify()
    await ward.omar.pharmacy.prepare({ commandId: commandId(), prescriptionId, lot: null, expires: null })
    await stop(patient, prescriptionId)
    expect((await rowOf(prescriptionId))?.stopped?.interrupted).toBeNull()
    const { resources } = await ward.as('pharm.omar')
    const [preparation] = await resources.find('MedicationDispense', { about: `MedicationRequest/${prescriptionId}` })
    expect(preparation).toMatchObject({ status: 'cancelled' })
  })

  it('is refused the second time', async () => {
    const { patient, prescriptionId } = await prescribe()
    await stop(patient, prescriptionId)
    expect(await refusalOf(stop(patient, prescriptionId, ward.sami))).toMatchObject({
      code: 'NOT_IN_THIS_STATE',
      detail: { status: 'stopped', by: 'Dr Amal Hassan' },
    })
  })
})

it('a prescription older than ninety days is neither verified nor dispensed (PHQ-19)', async () => {
  const { prescriptionId } = await prescribeAndVerify()
  const waiting = await prescribe()
  ward.clock.pass(90 * 86_400_000 - 60_000)
  await ward.omar.pharmacy.prepare({ commandId: commandId(), prescriptionId, lot: null, expires: null })
  ward.clock.pass(120_000)
  expect(await refusalOf(dispense(ward.omar, prescriptionId))).toMatchObject({ code: 'PRESCRIPTION_EXPIRED', detail: { validDays: 90 } })
  await claim(ward.omar, waiting.prescriptionId)
  const verify = ward.omar.pharmacy.verify({ commandId: commandId(), prescriptionId: waiting.prescriptionId, versionId: '1', note: null })
  expect((await refusalOf(verify)).code).toBe('PRESCRIPTION_EXPIRED')
})

describe('dispensing', () => {
  it('requires verification', async () => {
    const { prescriptionId } = await prescribe()
    expect(await refusalOf(dispense(ward.omar, prescriptionId))).toMatchObject({
      code: 'NOT_IN_THIS_STATE',
      detail: { stage: 'unverified' },
    })
  })

  it('succeeds once for two concurrent users, and the other gets author, time and quantity (PHQ-18)', async () => {
    const { prescriptionId } = await prescribeAndVerify()
    const { won, lost } = await settleAll([dispense(ward.omar, prescriptionId), dispense(ward.lina, prescriptionId)])
    expect(won).toHaveLength(1)
    expect(lost).toMatchObject([{ code: 'DUPLICATE_NEEDS_REASON', detail: { duplicates: [{ quantity: { value: 10, unit: 'vial' } }] } }])
  })

  it('is repeated on the same day with a reason only', async () => {
    const { prescriptionId } = await prescribeAndVerify()
    await dispense(ward.omar, prescriptionId)
    await dispense(ward.omar, prescriptionId, { duplicateReason: 'vials broken on the way' })
    const { resources } = await ward.as('pharm.omar')
    expect(await resources.find('MedicationDispense', { about: `MedicationRequest/${prescriptionId}` })).toHaveLength(2)
  })

  it('is refused in another unit than the prescription’s (PHQ-16)', async () => {
    const { prescriptionId } = await prescribeAndVerify()
    expect(await refusalOf(dispense(ward.omar, prescriptionId, { unit: 'tablet' }))).toMatchObject({
      code: 'INVALID_INPUT',
      detail: { expected: 'vial' },
    })
    await dispense(ward.omar, prescriptionId, { unit: 'Vials' })
  })
})
