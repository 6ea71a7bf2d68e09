import type { Subject } from '@wardline/events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commandId, openTestWard, place, refusalOf, type TestWard } from '../../testing/ward.ts'

let ward: TestWard
beforeAll(async () => {
  ward = await openTestWard()
})
afterAll(() => ward.close())

async function releaseResult(
  patient: Subject,
  orderableId: string,
  values: Record<string, string>,
  status: 'preliminary' | 'final' = 'final',
  order?: string,
) {
  const items = [place(orderableId, { duplicateReason: 'repeat wanted' })]
  const orderId = order ?? (await ward.amal.orders.place({ commandId: commandId(), patientId: patient.patientId, items })).orderIds[0] ?? ''
  await ward.yusuf.lab.release({
    commandId: commandId(),
    orderId,
    collectedAt: ward.clock.now().toISOString(),
    status,
    values: Object.entries(values).map(([code, value]) => ({ code, value, note: null })),
    confirmedCritical: Object.keys(values),
  })
  ward.clock.pass(3_600_000)
  return orderId
}

const rowsOf = async (patient: Subject) => (await ward.amal.results.list({ patientId: patient.patientId })).rows
const review = (patient: Subject, rows: readonly { id: string; versionId: string }[]) => ({
  commandId: commandId(),
  patientId: patient.patientId,
  results: rows.map(({ id, versionId }) => ({ resultId: id, versionId })),
})

it('results are listed by collection time, newest first (RES-3), and as a trend of one analyte', async () => {
  const patient = await ward.admit()
  await releaseResult(patient, 'lab:24326-1', { '2823-3': '4.4', '2951-2': '139' })
  await releaseResult(patient, 'lab:2823-3', { '2823-3': '4.9' })
  expect((await rowsOf(patient)).map(({ display }) => display)[0]).toBe('Potassium')
  const trend = await ward.amal.results.trend({ patientId: patient.patientId, code: '2823-3' })
  expect(trend.rows.map(({ value }) => value)).toEqual(['4.9', '4.4'])
  expect(trend.asOf.seq).toBeGreaterThan(0)
})

describe('the limits of a trend (RES-5, decision 12)', () => {
  const trendOf = (patient: Subject, code: string) => ward.amal.results.trend({ patientId: patient.patientId, code })

  it('are those of the table for the patient’s age, with its version, even without a critical value', async () => {
    const adult = await ward.admit()
    await releaseResult(adult, 'lab:2823-3', { '2823-3': '4.4' })
    expect((await trendOf(adult, '2823-3')).critical).toMatchObject({
      version: 'wardline 1',
      limits: [{ units: ['mmol/L'], low: 2.8, high: 6.5, source: expect.stringContaining('workflow') }],
    })
    const child = await ward.admit({ patient: { birthDate: '2020-01-01' } })
    await releaseResult(child, 'lab:2823-3', { '2823-3': '4.4' })
    expect((await trendOf(child, '2823-3')).critical?.limits).toMatchObject([{ low: 3, high: 6.5 }])
  })

  it('include all spellings of their unit, and are empty without an entry in the table', async () => {
    const patient = await ward.admit()
    expect((await trendOf(patient, '6301-6')).critical?.limits).toMatchObject([{ units: ['ratio', 'INR'] }])
    expect((await trendOf(patient, '1988-5')).critical).toEqual({ version: 'wardline 1', limits: [] })
  })
})

it('a long list is paged without lost or repeated rows', async () => {
  const patient = await ward.admit()
  for (let n = 0; n < 5; n++) await releaseResult(patient, 'lab:24326-1', { '2823-3': `4.${n}`, '2951-2': '140' })
  const seen: string[] = []
  let cursor: string | null | undefined
  do {
    const page = await ward.amal.results.list({ patientId: patient.patientId, limit: 3, cursor })
    seen.push(...page.rows.map(({ id }) => id))
    cursor = page.nextCursor
  } while (cursor)
  expect([seen.length, new Set(seen).size]).toEqual([10, 10])
})

describe('review (RES-11, RES-12)', () => {
  it('shows all users the reviewer, also for several normal results at once', async () => {
    const patient = await ward.admit()
    await releaseResult(patient, 'lab:24326-1', { '2823-3': '4.4', '2951-2': '139' })
    await ward.amal.results.review(review(patient, await rowsOf(patient)))
    const { rows } = await ward.sami.results.list({ patientId: patient.patientId })
    expect(rows.map(({ reviewed }) => reviewed?.name)).toEqual(['Dr Amal Hassan', 'Dr Amal Hassan'])
  })

  it('is void when a newer version arrives, and is refused for an outdated version', async () => {
    const patient = await ward.admit()
    const orderId = await releaseResult(patient, 'lab:2823-3', { '2823-3': '4.4' }, 'preliminary')
    const before = await rowsOf(patient)
    await ward.amal.results.review(review(patient, before))
    await releaseResult(patient, 'lab:2823-3', { '2823-3': '4.5' }, 'final', orderId)
    expect((await rowsOf(patient))[0]).toMatchObject({ value: '4.5', versionId: '2', reviewed: null })
    expect(await refusalOf(ward.amal.results.review(review(patient, before)))).toMatchObject({
      code: 'VERSION_CONFLICT',
      detail: { currentVersionId: '2', changedBy: 'Yusuf Ali', changedAt: expect.any(String), reviewed: null },
    })
    // A colleague has reviewed the newer version: the refusal of the older one names them (RT-6).
    await ward.sami.results.review(review(patient, await rowsOf(patient)))
    expect(await refusalOf(ward.amal.results.review(review(patient, before)))).toMatchObject({
      code: 'VERSION_CONFLICT',
      detail: { changedBy: 'Yusuf Ali', reviewed: { by: { name: 'Dr Sami Idris' }, at: expect.any(String) } },
    })
  })

  it('accepts a critical value only by itself (RES-13)', async () => {
    const patient = await ward.admit()
    await releaseResult(patient, 'lab:24326-1', { '2823-3': '6.8', '2951-2': '139' })
    const rows = await rowsOf(patient)
    expect((await refusalOf(ward.amal.results.review(review(patient, rows)))).code).toBe('INVALID_INPUT')
    await ward.amal.results.review(
      review(
        patient,
        rows.filter(({ flag }) => flag === 'HH'),
      ),
    )
  })

  it('is refused for results of another patient', async () => {
    const [one, other] = [await ward.admit(), await ward.admit()]
    await releaseResult(one, 'lab:2823-3', { '2823-3': '4.4' })
    expect((await refusalOf(ward.amal.results.review(review(other, await rowsOf(one))))).code).toBe('NOT_FOUND')
  })
})

it('viewing is audited and is no review (RES-10, decision 15)', async () => {
  const patient = await ward.admit()
  await releaseResult(patient, 'lab:2823-3', { '2823-3': '4.4' })
  const [row] = await rowsOf(patient)
  const { audit } = await ward.as('admin')
  const trail = await audit.read({ patientId: patient.patientId })
  expect(trail[0]).toMatchObject({ action: 'read', userId: 'u-amal', what: ['results'] })
  expect(row?.reviewed).toBeNull()
})
