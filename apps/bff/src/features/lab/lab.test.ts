import type { Subject } from '@wardline/events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commandId, openTestWard, place, refusalOf, type TestWard } from '../../testing/ward.ts'

let ward: TestWard
beforeAll(async () => {
  ward = await openTestWard()
})
afterAll(() => ward.close())

async function ordered(orderableId: string, patient?: Subject) {
  const whose = patient ?? (await ward.admit())
  const items = [place(orderableId, { duplicateReason: 'on purpose' })]
  const { orderIds } = await ward.amal.orders.place({ commandId: commandId(), patientId: whose.patientId, items })
  return { patient: whose, orderId: orderIds[0] ?? '' }
}

const release = (
  orderId: string,
  values: Record<string, string>,
  more: { confirmed?: string[]; status?: 'preliminary' | 'final' } = {},
) => ({
  commandId: commandId(),
  orderId,
  collectedAt: ward.clock.now().toISOString(),
  status: more.status ?? ('final' as const),
  values: Object.entries(values).map(([code, value]) => ({ code, value, note: null })),
  confirmedCritical: more.confirmed ?? [],
})

describe('the sheet (LAB-4)', () => {
  it('asks for the panel’s analytes with range by age and sex, limits and the value before', async () => {
    const { patient, orderId } = await ordered('lab:2823-3')
    await ward.yusuf.lab.release(release(orderId, { '2823-3': '4.10' }))
    const next = await ordered('lab:24362-6', patient)
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
    // Jane is a woman of more than sixteen years.
    expect(sheet.lines.find(({ code }) => code === '14682-9')?.range).toEqual({ low: 45, high: 84, text: '45–84' })
  })

  it('is a look at the patient’s values and audited as one (RES-10)', async () => {
    const { patient, orderId } = await ordered('lab:2823-3')
    await ward.yusuf.lab.sheet({ orderId })
    const { audit } = await ward.as('admin')
    expect((await audit.read({ patientId: patient.patientId }))[0]).toMatchObject({
      action: 'read',
      userId: 'u-yusuf',
      what: [`ServiceRequest/${orderId}`],
    })
  })

  it('is the bench’s alone', async () => {
    const { orderId } = await ordered('lab:2823-3')
    expect((await refusalOf(ward.amal.lab.sheet({ orderId }))).code).toBe('NOT_ALLOWED')
    expect((await refusalOf(ward.omar.lab.worklist({}))).code).toBe('NOT_ALLOWED')
  })
})

describe('steps of a specimen', () => {
  it('go forward only, and give the specimen its accession number', async () => {
    const { orderId } = await ordered('lab:2823-3')
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
  it('makes report and results, completes the order and says so in its row', async () => {
    const { patient, orderId } = await ordered('lab:24326-1')
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

  it('keeps the digits as typed (FMT-9)', async () => {
    const { patient, orderId } = await ordered('lab:89579-7')
    await ward.yusuf.lab.release(release(orderId, { '89579-7': '<3.0' }))
    const [row] = (await ward.amal.results.list({ patientId: patient.patientId })).rows
    expect(row).toMatchObject({ value: '<3.0', comparator: '<', number: 3 })
  })

  it('lets preliminary values become final ones of the same observations', async () => {
    const { patient, orderId } = await ordered('lab:24326-1')
    await ward.yusuf.lab.release(release(orderId, { '2823-3': '4.0' }, { status: 'preliminary' }))
    const before = (await ward.amal.results.list({ patientId: patient.patientId })).rows
    expect(before).toMatchObject([{ status: 'preliminary' }])
    await ward.yusuf.lab.release(release(orderId, { '2823-3': '4.1', '2951-2': '140' }))
    const after = (await ward.amal.results.list({ patientId: patient.patientId })).rows
    expect(after.find(({ id }) => id === before[0]?.id)).toMatchObject({ status: 'final', value: '4.1', versionId: '2' })
    expect(after).toHaveLength(2)
    expect((await refusalOf(ward.yusuf.lab.release(release(orderId, { '2823-3': '4.2' })))).code).toBe('NOT_IN_THIS_STATE')
  })

  it('refuses what no analyser reports, what was not asked, and the same code twice (LAB-5)', async () => {
    const { orderId } = await ordered('lab:2823-3')
    expect((await refusalOf(ward.yusuf.lab.release(release(orderId, { '2823-3': '44' })))).code).toBe('OUT_OF_LIMITS')
    expect((await refusalOf(ward.yusuf.lab.release(release(orderId, { '2951-2': '140' })))).code).toBe('INVALID_INPUT')
    const twice = { ...release(orderId, {}), values: [1, 2].map(() => ({ code: '2823-3', value: '4.4', note: null })) }
    expect((await refusalOf(ward.yusuf.lab.release(twice))).code).toBe('INVALID_INPUT')
  })

  it('one of two technicians who release at once wins, and the other learns that it is done', async () => {
    const { patient, orderId } = await ordered('lab:2823-3')
    const both = await Promise.allSettled(
      [release(orderId, { '2823-3': '4.4' }), release(orderId, { '2823-3': '4.5' })].map((each) => ward.yusuf.lab.release(each)),
    )
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect((await ward.amal.results.list({ patientId: patient.patientId })).rows).toHaveLength(1)
  })
})

describe('critical values (LAB-8, decision 12)', () => {
  it('are released only when confirmed, then call the ordering physician with two identifiers', async () => {
    const { patient, orderId } = await ordered('lab:2823-3')
    await ward.yusuf.lab.release(release(orderId, { '2823-3': '5.9' }))
    ward.clock.pass(6 * 3_600_000)
    const next = await ordered('lab:2823-3', patient)
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

  it('alerted as preliminary call nobody twice when the final value is the same', async () => {
    const { orderId } = await ordered('lab:2823-3')
    const confirmed = { confirmed: ['2823-3'] }
    const first = await ward.yusuf.lab.release(release(orderId, { '2823-3': '7.1' }, { ...confirmed, status: 'preliminary' }))
    const second = await ward.yusuf.lab.release(release(orderId, { '2823-3': '7.1' }, confirmed))
    expect([first.alertIds.length, second.alertIds.length]).toEqual([1, 0])
  })

  it('are watched from the bench until somebody has them (LAB-9)', async () => {
    const { orderId } = await ordered('lab:2823-3')
    const { alertIds } = await ward.yusuf.lab.release(release(orderId, { '2823-3': '2.1' }, { confirmed: ['2823-3'] }))
    await ward.amal.alerts.acknowledge({ commandId: commandId(), alertId: alertIds[0] ?? '' })
    const row = (await ward.yusuf.lab.worklist({ limit: 500 })).rows.find(({ id }) => id === orderId)
    expect(row?.criticals).toMatchObject([{ acknowledgedBy: { name: 'Dr Amal Hassan' } }])
  })
})
