import { patientIdSchema } from '@wardline/events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commandId, openTestWard, place, refusalOf, type TestWard } from '../../testing/ward.ts'

let ward: TestWard
beforeAll(async () => {
  ward = await openTestWard()
})
afterAll(() => ward.close())

const placeOrders = async (...items: ReturnType<typeof place>[]) => {
  const patient = await ward.admit()
  const answer = await ward.amal.orders.place({ commandId: commandId(), patientId: patient.patientId, items })
  const { rows } = await ward.amal.orders.list({ patientId: patient.patientId })
  return { patient, answer, rows }
}

describe('open-ended orders (ORD-6)', () => {
  const hoursUntil = (at: string | undefined) => (Date.parse(at ?? '') - ward.clock.now().getTime()) / 3_600_000

  it('have the stop or review time of the signer, else that of the catalogue', async () => {
    const { rows } = await placeOrders(place('svc:telemetry', { limitHours: 12 }), place('svc:182923009'), place('lab:2823-3'))
    const limits = Object.fromEntries(rows.map(({ display, limit }) => [display, limit && [limit.kind, Math.round(hoursUntil(limit.at))]]))
    expect(limits).toEqual({ 'Cardiac telemetry': ['review', 12], 'Nil by mouth': ['stop', 12], Potassium: null })
  })

  it('are refused with a longer limit than the catalogue allows', async () => {
    const patient = await ward.admit()
    const item = place('svc:restraint', { indication: 'pulls at the tube', limitHours: 5 })
    const call = ward.amal.orders.place({ commandId: commandId(), patientId: patient.patientId, items: [item] })
    expect(await refusalOf(call)).toMatchObject({
      code: 'INVALID_INPUT',
      detail: { missing: [{ orderableId: 'svc:restraint', field: 'limitHours' }] },
    })
  })

  it('are renewed from the time of the amendment and keep their other details', async () => {
    const { patient, rows } = await placeOrders(place('svc:410024004', { limitHours: 6, acceptsUnchecked: true }))
    ward.clock.pass(5 * 3_600_000)
    const [row] = rows
    const renew = { patientId: patient.patientId, orderId: row?.id ?? '', versionId: row?.versionId ?? '', priority: 'routine' as const }
    await ward.sami.orders.amend({ ...renew, commandId: commandId(), indication: null, note: null, limitHours: 48 })
    const [after] = (await ward.amal.orders.list({ patientId: patient.patientId })).rows
    expect(after).toMatchObject({ limit: { kind: 'review' }, unchecked: ['allergy'], changedBy: 'Dr Sami Idris' })
    expect(Math.round(hoursUntil(after?.limit?.at))).toBe(48)
  })
})

it('SHL-11: an order without automatic checks needs the signer’s acceptance, and shows the missing checks', async () => {
  const contrast = (acceptsUnchecked: boolean) => place('img:36813-4', { indication: 'abscess', acceptsUnchecked })
  const patient = await ward.admit()
  const refused = ward.amal.orders.place({ commandId: commandId(), patientId: patient.patientId, items: [contrast(false)] })
  expect(await refusalOf(refused)).toMatchObject({ code: 'INVALID_INPUT', detail: { missing: [{ field: 'acceptsUnchecked' }] } })
  const { rows } = await placeOrders(contrast(true))
  expect(rows[0]?.unchecked).toEqual(['allergy', 'renal', 'pregnancy'])
})

describe('recalling orders (ORD-20)', () => {
  const recall = (patientId: string, orderIds: readonly string[]) => ({
    commandId: commandId(),
    patientId: patientIdSchema.parse(patientId),
    orderIds: [...orderIds],
  })

  it('recalls the whole basket as entered in error, and laboratory work on it is refused', async () => {
    const { patient, answer } = await placeOrders(place('lab:2823-3'), place('svc:34534-8'))
    await ward.amal.orders.recall(recall(patient.patientId, answer.orderIds))
    const { rows } = await ward.sami.orders.list({ patientId: patient.patientId })
    expect(rows.map(({ status, cancelReason }) => [status, cancelReason])).toEqual([
      ['entered-in-error', 'Recalled'],
      ['entered-in-error', 'Recalled'],
    ])
    const advance = ward.yusuf.lab.advance({ commandId: commandId(), orderId: answer.orderIds[0] ?? '', step: 'specimen-received' })
    expect((await refusalOf(advance)).code).toBe('NOT_IN_THIS_STATE')
  })

  it('is refused as a whole once work on any order has started', async () => {
    const { patient, answer, rows } = await placeOrders(place('lab:2823-3'), place('svc:34534-8'))
    const potassium = rows.find(({ display }) => display === 'Potassium')?.id ?? ''
    await ward.yusuf.lab.advance({ commandId: commandId(), orderId: potassium, step: 'specimen-collected' })
    expect(await refusalOf(ward.amal.orders.recall(recall(patient.patientId, answer.orderIds)))).toMatchObject({
      code: 'TOO_LATE_TO_RECALL',
      detail: { orderId: potassium, step: 'specimen-collected' },
    })
    const after = await ward.amal.orders.list({ patientId: patient.patientId })
    expect(after.rows.map(({ status }) => status)).toEqual(['active', 'active'])
  })

  it('is for the author only, and only for seconds', async () => {
    const { patient, answer } = await placeOrders(place('lab:2823-3'))
    expect((await refusalOf(ward.sami.orders.recall(recall(patient.patientId, answer.orderIds)))).code).toBe('NOT_ALLOWED')
    ward.clock.pass(16_000)
    expect((await refusalOf(ward.amal.orders.recall(recall(patient.patientId, answer.orderIds)))).code).toBe('TOO_LATE_TO_RECALL')
  })
})

it('ORD-1: frequent orders of the user come first among the matches', async () => {
  const orderOften = async (times: number, orderableId: string) => {
    for (let time = 0; time < times; time += 1) await placeOrders(place(orderableId))
  }
  const firstFor = async (user: typeof ward.amal, query: string) => (await user.orders.catalogue({ query, limit: 1 })).rows[0]
  await orderOften(30, 'lab:1988-5')
  expect(await firstFor(ward.amal, '')).toMatchObject({ id: 'lab:1988-5' })
  expect(await firstFor(ward.amal, 'sodium')).toMatchObject({ display: 'Sodium' })
  expect((await firstFor(ward.rana, ''))?.timesOrdered).toBe(0)
})
