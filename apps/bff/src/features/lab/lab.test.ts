import type { Subject } from '@wardline/events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commandId, openTestWard, place, refusalOf, type TestWard } from '../../testing/ward.ts'

let ward: TestWard
beforeAll(async () => {
  ward = await openTestWard()
})
afterAll(() => ward.close())

async function placeOrder(orderableId: string, existing?: Subject) {
  const patient = existing ?? (await ward.admit())
  const items = [place(orderableId, { duplicateReason: 'repeat wanted' })]
  const { orderIds } = await ward.amal.orders.place({ commandId: commandId(), patientId: patient.patientId, items })
  return { patient, orderId: orderIds[0] ?? '' }
}

const release = (
  orderId: string,
  values: Record<string, string>,
  more: { confirmed?: string[]; confirmedDelta?: string[]; status?: 'preliminary' | 'final' } = {},
) => ({
  commandId: commandId(),
  orderId,
  collectedAt: ward.clock.now().toISOString(),
  status: more.status ?? ('final' as const),
  values: Object.entries(values).map(([code, value]) => ({ code, value, note: null })),
  confirmedCritical: more.confirmed ?? [],
  confirmedDelta: more.confirmedDelta ?? [],
})

const answer = (
  orderId: string,
  result: { code: string; answer?: string | null; words?: string | null; note?: string | null },
  more: { confirmed?: string[]; status?: 'preliminary' | 'final' } = {},
) => ({ ...release(orderId, {}, more), answers: [{ answer: null, words: null, note: null, ...result }] })

describe('the work sheet (LAB-4)', () => {
  it('lists the panel’s analytes with range by age and sex, critical limits and previous value', async () => {
    const { patient, orderId } = await placeOrder('lab:2823-3')
    await ward.yusuf.lab.release(release(orderId, { '2823-3': '4.10' }))
    const next = await placeOrder('lab:24362-6', patient)
    const sheet = await ward.yusuf.lab.sheet({ orderId: next.orderId })
    expect(sheet).toMatchObject({
      display: 'Renal function panel',
      specimen: 'Serum or plasma',
      step: 'requested',
      orderedBy: 'Dr Amal Hassan',
    })
    expect(sheet.lines.find(({ code }) => code === '2823-3')).toMatchObject({
      unit: 'mmol/L',
      range: { low: 3.5, high: 5.1, text: '3.5–5.1' },
      critical: { low: 2.8, high: 6.5 },
      previous: { value: '4.10', flag: 'N' },
      entered: null,
    })
    // The sample patient is an adult woman.
    expect(sheet.lines.find(({ code }) => code === '14682-9')?.range).toEqual({ low: 45, high: 84, text: '45–84' })
  })

  it('is audited as a read of the patient’s results (RES-10)', async () => {
    const { patient, orderId } = await placeOrder('lab:2823-3')
    await ward.yusuf.lab.sheet({ orderId })
    const { audit } = await ward.as('admin')
    expect((await audit.read({ patientId: patient.patientId }))[0]).toMatchObject({
      action: 'read',
      userId: 'u-yusuf',
      what: [`ServiceRequest/${orderId}`],
    })
  })

  it('is for laboratory staff only', async () => {
    const { orderId } = await placeOrder('lab:2823-3')
    expect((await refusalOf(ward.amal.lab.sheet({ orderId }))).code).toBe('NOT_ALLOWED')
    expect((await refusalOf(ward.omar.lab.worklist({}))).code).toBe('NOT_ALLOWED')
  })
})

describe('steps of a specimen', () => {
  it('only advance, and assign the accession number', async () => {
    const { orderId } = await placeOrder('lab:2823-3')
    await ward.yusuf.lab.advance({ commandId: commandId(), orderId, step: 'specimen-collected' })
    await ward.yusuf.lab.advance({ commandId: commandId(), orderId, step: 'specimen-received' })
    const row = (await ward.yusuf.lab.worklist({ limit: 500 })).rows.find(({ id }) => id === orderId)
    expect(row).toMatchObject({
      accession: expect.stringMatching(/^\d{6}-[0-9A-F]{6}$/),
      fulfilment: { step: 'specimen-received', by: 'Yusuf Ali' },
    })
    const back = ward.yusuf.lab.advance({ commandId: commandId(), orderId, step: 'specimen-collected' })
    expect(await refusalOf(back)).toMatchObject({ code: 'NOT_IN_THIS_STATE', detail: { step: 'specimen-received' } })
  })
})

describe('releasing', () => {
  it('creates report and results and completes the order', async () => {
    const { patient, orderId } = await placeOrder('lab:24326-1')
    await ward.yusuf.lab.release(release(orderId, { '2823-3': '5.2', '2951-2': '136', '1963-8': '22' }))
    const results = await ward.amal.results.list({ patientId: patient.patientId })
    expect(results.rows.map(({ display, value, unit, flag, panel, status }) => [display, value, unit, flag, panel, status]).sort()).toEqual(
      [
        ['Bicarbonate', '22', 'mmol/L', 'N', 'Electrolytes', 'final'],
        ['Potassium', '5.2', 'mmol/L', 'H', 'Electrolytes', 'final'],
        ['Sodium', '136', 'mmol/L', 'N', 'Electrolytes', 'final'],
      ],
    )
    const [order] = (await ward.amal.orders.list({ patientId: patient.patientId })).rows
    expect(order).toMatchObject({ status: 'completed', fulfilment: { step: 'resulted-final' }, reportId: expect.any(String) })
  })

  it('keeps the digits as entered (FMT-9)', async () => {
    const { patient, orderId } = await placeOrder('lab:89579-7')
    await ward.yusuf.lab.release(release(orderId, { '89579-7': '<3.0' }))
    const [row] = (await ward.amal.results.list({ patientId: patient.patientId })).rows
    expect(row).toMatchObject({ value: '<3.0', comparator: '<', number: 3 })
  })

  it('turns preliminary values into final versions of the same observations', async () => {
    const { patient, orderId } = await placeOrder('lab:24326-1')
    await ward.yusuf.lab.release(release(orderId, { '2823-3': '4.0' }, { status: 'preliminary' }))
    const before = (await ward.amal.results.list({ patientId: patient.patientId })).rows
    expect(before).toMatchObject([{ status: 'preliminary' }])
    await ward.yusuf.lab.release(release(orderId, { '2823-3': '4.1', '2951-2': '140' }))
    const after = (await ward.amal.results.list({ patientId: patient.patientId })).rows
    expect(after.find(({ id }) => id === before[0]?.id)).toMatchObject({ status: 'final', value: '4.1', versionId: '2' })
    expect(after).toHaveLength(2)
    expect((await refusalOf(ward.yusuf.lab.release(release(orderId, { '2823-3': '4.2' })))).code).toBe('NOT_IN_THIS_STATE')
  })

  it('refuses values outside the technical limits, tests that were not ordered, and repeated codes (LAB-5)', async () => {
    const { orderId } = await placeOrder('lab:2823-3')
    expect((await refusalOf(ward.yusuf.lab.release(release(orderId, { '2823-3': '44' })))).code).toBe('OUT_OF_LIMITS')
    expect((await refusalOf(ward.yusuf.lab.release(release(orderId, { '2951-2': '140' })))).code).toBe('INVALID_INPUT')
    const twice = { ...release(orderId, {}), values: [1, 2].map(() => ({ code: '2823-3', value: '4.4', note: null })) }
    expect((await refusalOf(ward.yusuf.lab.release(twice))).code).toBe('INVALID_INPUT')
  })

  it('succeeds for one of two concurrent releases and is refused for the other', async () => {
    const { patient, orderId } = await placeOrder('lab:2823-3')
    const both = await Promise.allSettled(
      [release(orderId, { '2823-3': '4.4' }), release(orderId, { '2823-3': '4.5' })].map((each) => ward.yusuf.lab.release(each)),
    )
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect((await ward.amal.results.list({ patientId: patient.patientId })).rows).toHaveLength(1)
  })
})

describe('critical values (LAB-8, decision 12)', () => {
  it('are released only when confirmed, then alert the ordering physician with two patient identifiers', async () => {
    const { patient, orderId } = await placeOrder('lab:2823-3')
    await ward.yusuf.lab.release(release(orderId, { '2823-3': '5.9' }))
    ward.clock.pass(6 * 3_600_000)
    const next = await placeOrder('lab:2823-3', patient)
    expect(await refusalOf(ward.yusuf.lab.release(release(next.orderId, { '2823-3': '6.8' })))).toMatchObject({
      code: 'CRITICAL_NEEDS_CONFIRMATION',
      detail: { values: [{ code: '2823-3', value: '6.8', limit: '≥ 6.5 mmol/L' }] },
    })
    const answer = await ward.yusuf.lab.release(release(next.orderId, { '2823-3': '6.8' }, { confirmed: ['2823-3'] }))
    expect(answer.alertIds).toHaveLength(1)
    const [alert] = (await ward.amal.alerts.list({})).rows
    expect(alert).toMatchObject({
      id: answer.alertIds[0],
      state: 'raised',
      display: 'Potassium',
      value: '6.8',
      flag: 'HH',
      limit: '≥ 6.5 mmol/L',
      previous: { value: '5.9' },
      patient: { mrn: patient.mrn, name: patient.name },
    })
    expect((await ward.sami.alerts.list({})).rows).toEqual([])
    expect((await ward.sami.alerts.list({ patientId: patient.patientId })).rows).toHaveLength(1)
  })

  it('alerted as preliminary are not alerted again when the final value is the same', async () => {
    const { orderId } = await placeOrder('lab:2823-3')
    const confirmed = { confirmed: ['2823-3'] }
    const first = await ward.yusuf.lab.release(release(orderId, { '2823-3': '7.1' }, { ...confirmed, status: 'preliminary' }))
    const second = await ward.yusuf.lab.release(release(orderId, { '2823-3': '7.1' }, confirmed))
    expect([first.alertIds.length, second.alertIds.length]).toEqual([1, 0])
  })

  it('show their acknowledgement on the worklist (LAB-9)', async () => {
    const { orderId } = await placeOrder('lab:2823-3')
    const { alertIds } = await ward.yusuf.lab.release(release(orderId, { '2823-3': '2.1' }, { confirmed: ['2823-3'] }))
    await ward.amal.alerts.acknowledge({ commandId: commandId(), alertId: alertIds[0] ?? '' })
    const row = (await ward.yusuf.lab.worklist({ limit: 500 })).rows.find(({ id }) => id === orderId)
    expect(row?.criticals).toMatchObject([{ acknowledgedBy: { name: 'Dr Amal Hassan' } }])
  })
})

describe('the delta check (LAB-5)', () => {
  const after = async (hours: number) => {
    const { patient, orderId } = await placeOrder('lab:2823-3')
    await ward.yusuf.lab.release(release(orderId, { '2823-3': '4.0' }))
    ward.clock.pass(hours * 3_600_000)
    return placeOrder('lab:2823-3', patient)
  }

  it('blocks a value outside the limit until it is confirmed, and records the confirmation', async () => {
    const { patient, orderId } = await after(6)
    expect(await refusalOf(ward.yusuf.lab.release(release(orderId, { '2823-3': '5.2' })))).toMatchObject({
      code: 'DELTA_NEEDS_CONFIRMATION',
      detail: { values: [{ code: '2823-3', value: '5.2', previous: { value: '4.0' }, limit: { percent: 20, withinHours: 72 } }] },
    })
    expect((await ward.amal.results.list({ patientId: patient.patientId })).rows).toHaveLength(1)
    await ward.yusuf.lab.release(release(orderId, { '2823-3': '5.2' }, { confirmedDelta: ['2823-3'] }))
    const [row] = (await ward.amal.results.list({ patientId: patient.patientId })).rows
    expect(row).toMatchObject({ value: '5.2', checks: ['delta'], performer: 'Yusuf Ali' })
  })

  it('passes a change at the limit, and ignores previous values older than three days', async () => {
    const near = await after(6)
    await ward.yusuf.lab.release(release(near.orderId, { '2823-3': '4.8' }))
    const old = await after(73)
    await ward.yusuf.lab.release(release(old.orderId, { '2823-3': '5.2' }))
    expect((await ward.amal.results.list({ patientId: old.patient.patientId })).rows[0]).toMatchObject({ value: '5.2', checks: [] })
  })

  it('is confirmed separately from criticality, and both confirmations are recorded', async () => {
    const { patient, orderId } = await after(6)
    expect((await refusalOf(ward.yusuf.lab.release(release(orderId, { '2823-3': '6.8' }, { confirmed: ['2823-3'] })))).code).toBe(
      'DELTA_NEEDS_CONFIRMATION',
    )
    await ward.yusuf.lab.release(release(orderId, { '2823-3': '6.8' }, { confirmed: ['2823-3'], confirmedDelta: ['2823-3'] }))
    expect((await ward.amal.results.list({ patientId: patient.patientId })).rows[0]?.checks).toEqual(['delta', 'critical'])
  })
})

describe('coded and text results (LAB-14)', () => {
  const listed = async (patient: Subject) => (await ward.amal.results.list({ patientId: patient.patientId })).rows

  it('a culture is resulted by code, completes its order and is listed', async () => {
    const { patient, orderId } = await placeOrder('lab:630-4')
    const sheet = await ward.yusuf.lab.sheet({ orderId })
    expect(sheet).toMatchObject({ lines: [], codedTests: [{ code: '630-4', answers: [{ display: 'No growth' }, { display: 'Growth' }] }] })
    await ward.yusuf.lab.release(answer(orderId, { code: '630-4', answer: '264868006' }))
    expect(await listed(patient)).toMatchObject([
      { display: 'Urine culture', value: 'No growth', number: null, flag: 'N', status: 'final' },
    ])
    expect((await ward.amal.orders.list({ patientId: patient.patientId })).rows[0]).toMatchObject({ status: 'completed' })
  })

  it('growth requires the organism, and in blood it alerts the physician once confirmed', async () => {
    const { patient, orderId } = await placeOrder('lab:600-7')
    const growth = { code: '600-7', answer: '10828004' }
    expect(await refusalOf(ward.yusuf.lab.release(answer(orderId, growth)))).toMatchObject({
      code: 'INVALID_INPUT',
      detail: { field: 'words' },
    })
    const named = { ...growth, words: 'Escherichia coli' }
    expect((await refusalOf(ward.yusuf.lab.release(answer(orderId, named)))).code).toBe('CRITICAL_NEEDS_CONFIRMATION')
    const { alertIds } = await ward.yusuf.lab.release(answer(orderId, named, { confirmed: ['600-7'] }))
    expect(await listed(patient)).toMatchObject([{ value: 'Growth: Escherichia coli', flag: 'AA' }])
    expect((await ward.amal.alerts.list({})).rows.find(({ id }) => id === alertIds[0])).toMatchObject({
      display: 'Blood culture',
      value: 'Growth: Escherichia coli',
      limit: 'Growth',
    })
  })

  it('a preliminary text result becomes the final version of the same observation; the same growth is not alerted again', async () => {
    const { patient, orderId } = await placeOrder('lab:600-7')
    const cocci = { code: '600-7', answer: '10828004', words: 'Gram-positive cocci' }
    const first = await ward.yusuf.lab.release(answer(orderId, cocci, { confirmed: ['600-7'], status: 'preliminary' }))
    const second = await ward.yusuf.lab.release(answer(orderId, cocci, { confirmed: ['600-7'] }))
    expect([first.alertIds.length, second.alertIds.length]).toEqual([1, 0])
    expect(await listed(patient)).toMatchObject([{ status: 'final', versionId: '2' }])
  })

  it('an unknown code, a number for a coded test, a text for a numeric test and an empty release are refused', async () => {
    const culture = await placeOrder('lab:630-4')
    const other = answer(culture.orderId, { code: '630-4', answer: '260373001' })
    expect(await refusalOf(ward.yusuf.lab.release(other))).toMatchObject({ code: 'INVALID_INPUT', detail: { field: 'answer' } })
    expect((await refusalOf(ward.yusuf.lab.release(release(culture.orderId, { '630-4': '5' })))).code).toBe('INVALID_INPUT')
    expect((await refusalOf(ward.yusuf.lab.release(release(culture.orderId, {})))).code).toBe('INVALID_INPUT')
    const potassium = await placeOrder('lab:2823-3')
    expect((await refusalOf(ward.yusuf.lab.release(answer(potassium.orderId, { code: '2823-3', words: 'high' })))).code).toBe(
      'INVALID_INPUT',
    )
  })

  it('a comment on the specimen is stored with the value (RES-17)', async () => {
    const { patient, orderId } = await placeOrder('lab:2823-3')
    const input = release(orderId, { '2823-3': '5.0' })
    await ward.yusuf.lab.release({ ...input, values: input.values.map((value) => ({ ...value, note: 'Haemolysed' })) })
    expect(await listed(patient)).toMatchObject([{ value: '5.0', note: 'Haemolysed', orderedBy: { name: 'Dr Amal Hassan' } }])
  })
})
