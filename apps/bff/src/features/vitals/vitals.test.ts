import { patientIdSchema, type VitalSign } from '@wardline/events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commandId, openTestWard, refusalOf, type TestWard } from '../../testing/ward.ts'

let ward: TestWard
beforeAll(async () => {
  ward = await openTestWard()
})
afterAll(() => ward.close())

const unmeasured = {
  respiratoryRate: null,
  oxygenSaturation: null,
  systolic: null,
  diastolic: null,
  pulse: null,
  temperature: null,
  weight: null,
}
const vitalsInput = (patientId: string, values: Partial<Record<VitalSign, number>>, confirmed: VitalSign[] = []) => ({
  commandId: commandId(),
  patientId: patientIdSchema.parse(patientId),
  effectiveAt: ward.clock.now().toISOString(),
  values: { ...unmeasured, ...values },
  confirmed,
})

it('a set of vital signs is listed with unit, flag and range, blood pressure as one entry (CHT-8)', async () => {
  const { patientId } = await ward.admit()
  await ward.huda.vitals.record(
    vitalsInput(patientId, { respiratoryRate: 22, systolic: 104, diastolic: 62, pulse: 98, temperature: 37.9, weight: 71.4 }),
  )
  const { rows } = await ward.amal.vitals.list({ patientId })
  expect(rows.map(({ display, value, unit, flag, by }) => [display, value, unit, flag, by]).sort()).toEqual([
    ['Blood pressure', '104/62', 'mmHg', 'L', 'Huda Osman'],
    ['Pulse', '98', '/min', 'H', 'Huda Osman'],
    ['Respiratory rate', '22', '/min', 'H', 'Huda Osman'],
    ['Temperature', '37.9', '°C', 'N', 'Huda Osman'],
    ['Weight', '71.4', 'kg', null, 'Huda Osman'],
  ])
})

it('the time of measurement and the time of entry are separate (CHT-9)', async () => {
  const { patientId } = await ward.admit()
  const effectiveAt = new Date(ward.clock.now().getTime() - 3_600_000).toISOString()
  await ward.huda.vitals.record({ ...vitalsInput(patientId, { pulse: 80 }), effectiveAt })
  const [row] = (await ward.amal.vitals.list({ patientId })).rows
  expect(row).toMatchObject({ effectiveAt, recordedAt: ward.clock.now().toISOString() })
})

it('children have no flags from adult ranges', async () => {
  const { patientId } = await ward.admit({ patient: { birthDate: '2022-05-11' } })
  await ward.huda.vitals.record(vitalsInput(patientId, { pulse: 112 }))
  expect((await ward.amal.vitals.list({ patientId })).rows[0]).toMatchObject({ value: '112', flag: null, range: null })
})

describe('vital signs', () => {
  it('with impossible values are refused', async () => {
    const { patientId } = await ward.admit()
    expect((await refusalOfZod(ward.huda.vitals.record(vitalsInput(patientId, { oxygenSaturation: 101 })))).code).toBe('BAD_REQUEST')
    expect((await refusalOf(ward.huda.vitals.record(vitalsInput(patientId, { systolic: 100, diastolic: 110 })))).code).toBe('OUT_OF_LIMITS')
  })

  it('with unusual values are accepted when confirmed', async () => {
    const { patientId } = await ward.admit()
    expect(await refusalOf(ward.huda.vitals.record(vitalsInput(patientId, { pulse: 140, temperature: 37 })))).toMatchObject({
      code: 'UNUSUAL_NEEDS_CONFIRMATION',
      detail: { signs: [{ sign: 'pulse', value: 140, soft: [41, 130] }] },
    })
    await ward.huda.vitals.record(vitalsInput(patientId, { pulse: 140 }, ['pulse']))
    expect((await ward.amal.vitals.list({ patientId })).rows).toHaveLength(1)
  })

  it('in the future or of a deceased patient are refused', async () => {
    const { patientId } = await ward.admit()
    const ahead = { ...vitalsInput(patientId, { pulse: 80 }), effectiveAt: new Date(ward.clock.now().getTime() + 3_600_000).toISOString() }
    expect((await refusalOf(ward.huda.vitals.record(ahead))).code).toBe('INVALID_INPUT')
    const died = await ward.admit({ patient: { deceasedBoolean: true } })
    expect((await refusalOf(ward.huda.vitals.record(vitalsInput(died.patientId, { pulse: 80 })))).code).toBe('PATIENT_DECEASED')
  })

  it('of a pharmacist are refused', async () => {
    const { patientId } = await ward.admit()
    expect((await refusalOf(ward.omar.vitals.record(vitalsInput(patientId, { pulse: 80 })))).code).toBe('NOT_ALLOWED')
  })
})

it('an oxygen saturation below 90 % alerts the attending physician like a critical result (decision 12)', async () => {
  const { patientId } = await ward.admit()
  const answer = await ward.huda.vitals.record(vitalsInput(patientId, { oxygenSaturation: 88 }, ['oxygenSaturation']))
  expect(answer.alertIds).toHaveLength(1)
  expect((await ward.amal.alerts.list({})).rows).toMatchObject([
    { display: 'SpO₂', value: '88', flag: 'LL', limit: '< 90 %', state: 'raised' },
  ])
})

async function refusalOfZod(call: Promise<unknown>): Promise<{ code: string }> {
  return call.then(
    () => ({ code: 'applied' }),
    (error) => ({ code: (error as { code: string }).code }),
  )
}
