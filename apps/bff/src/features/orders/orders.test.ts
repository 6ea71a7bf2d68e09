import { patientIdSchema, systems } from '@wardline/events'
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

it('a signed basket is one requisition with an order and a fulfilment Task per item (ux 5.1)', async () => {
  const { rows, answer } = await placeOrders(
    place('lab:2823-3', { priority: 'stat' }),
    place('img:36643-5', { indication: 'cough' }),
    place('svc:34534-8'),
  )
  expect(answer.outcome).toBe('applied')
  expect(rows.map(({ display, category, status }) => [display, category, status]).sort()).toEqual([
    ['Chest X-ray, two views', 'imaging', 'active'],
    ['ECG 12-lead', 'other', 'active'],
    ['Potassium', 'laboratory', 'active'],
  ])
  expect(new Set(rows.map((row) => row.requisition)).size).toBe(1)
  const { resources } = await ward.as('dr.amal')
  for (const id of answer.orderIds) {
    const [task] = await resources.find('Task', { about: `ServiceRequest/${id}` })
    expect(task).toMatchObject({ status: 'requested', code: { coding: [{ system: systems.taskCode, code: 'fulfil-order' }] } })
  }
})

it('the laboratory worklist contains laboratory orders only (RT1: its own room)', async () => {
  const { answer } = await placeOrders(place('lab:2823-3'), place('svc:34534-8'))
  const { rows } = await ward.yusuf.lab.worklist({})
  expect(rows.filter((row) => answer.orderIds.includes(row.id)).map((row) => row.display)).toEqual(['Potassium'])
})

describe('duplicates (ORD-7, decision 17)', () => {
  it('show an active order while drafting and require a reason when signing', async () => {
    const { patient, answer } = await placeOrders(place('lab:24362-6'))
    const { rows } = await ward.sami.orders.duplicates({ patientId: patient.patientId, orderableIds: ['lab:2823-3', 'svc:34534-8'] })
    expect(rows).toEqual([
      expect.objectContaining({ orderableId: 'lab:2823-3', kind: 'order', id: answer.orderIds[0], by: 'Dr Amal Hassan' }),
    ])
    const again = { commandId: commandId(), patientId: patient.patientId, items: [place('lab:2823-3')] }
    expect(await refusalOf(ward.sami.orders.place(again))).toMatchObject({ code: 'DUPLICATE_NEEDS_REASON', detail: { duplicates: rows } })
    const explained = { ...again, commandId: commandId(), items: [place('lab:2823-3', { duplicateReason: 'haemolysed' })] }
    await ward.sami.orders.place(explained)
    const after = await ward.sami.orders.list({ patientId: patient.patientId })
    expect(after.rows.find((row) => row.display === 'Potassium')).toMatchObject({ duplicateReason: 'haemolysed' })
  })

  it('show a recent result with its value, and no older one', async () => {
    const { patient, answer } = await placeOrders(place('lab:2823-3'))
    const release = {
      commandId: commandId(),
      orderId: answer.orderIds[0] ?? '',
      collectedAt: ward.clock.now().toISOString(),
      status: 'final' as const,
      values: [{ code: '2823-3', value: '4.4', note: null }],
      confirmedCritical: [],
    }
    await ward.yusuf.lab.release(release)
    const query = { patientId: patient.patientId, orderableIds: ['lab:2823-3'] }
    expect((await ward.amal.orders.duplicates(query)).rows).toMatchObject([{ kind: 'result', value: '4.4', unit: 'mmol/L' }])
    ward.clock.pass(5 * 3_600_000)
    expect((await ward.amal.orders.duplicates(query)).rows).toEqual([])
  })
})

describe('an order is refused', () => {
  it('without the indication that imaging requires (ORD-4)', async () => {
    const patient = await ward.admit()
    const call = ward.amal.orders.place({ commandId: commandId(), patientId: patient.patientId, items: [place('img:36643-5')] })
    expect(await refusalOf(call)).toMatchObject({
      code: 'INVALID_INPUT',
      detail: { missing: [{ orderableId: 'img:36643-5', field: 'indication' }] },
    })
  })

  it('for a deceased patient (ID-7)', async () => {
    const patient = await ward.admit({ patient: { deceasedDateTime: '2026-01-01T10:00:00Z' } })
    const call = ward.amal.orders.place({ commandId: commandId(), patientId: patient.patientId, items: [place('lab:2823-3')] })
    expect((await refusalOf(call)).code).toBe('PATIENT_DECEASED')
  })

  it('for nurses, and for physicians of another ward', async () => {
    const patient = await ward.admit()
    const order = () => ({ commandId: commandId(), patientId: patient.patientId, items: [place('lab:2823-3')] })
    expect((await refusalOf(ward.huda.orders.place(order()))).code).toBe('NOT_ALLOWED')
    expect((await refusalOf(ward.rana.orders.place(order()))).code).toBe('NO_ACCESS_TO_PATIENT')
    expect((await refusalOf(ward.rana.orders.list({ patientId: patient.patientId }))).code).toBe('NO_ACCESS_TO_PATIENT')
  })

  it('when it is not in the catalogue', async () => {
    const patient = await ward.admit()
    const call = ward.amal.orders.place({ commandId: commandId(), patientId: patient.patientId, items: [place('lab:nothing')] })
    expect((await refusalOf(call)).code).toBe('INVALID_INPUT')
  })
})

describe('concurrent changes of an order', () => {
  it('refuse the second amendment with the author of the first, which is kept (RT17)', async () => {
    const { patient, rows } = await placeOrders(place('lab:2823-3'))
    const [row] = rows
    const amend = {
      patientId: patient.patientId,
      orderId: row?.id ?? '',
      versionId: row?.versionId ?? '',
      indication: 'weakness',
      note: null,
    }
    await ward.sami.orders.amend({ ...amend, commandId: commandId(), priority: 'urgent' })
    const refusal = await refusalOf(ward.amal.orders.amend({ ...amend, commandId: commandId(), priority: 'stat' }))
    expect(refusal).toMatchObject({ code: 'VERSION_CONFLICT', detail: { currentVersionId: '2', changedBy: 'Dr Sami Idris' } })
    const after = await ward.amal.orders.list({ patientId: patient.patientId })
    expect(after.rows[0]).toMatchObject({ priority: 'urgent', indication: 'weakness', changedBy: 'Dr Sami Idris' })
  })

  it('by amendment and laboratory step both succeed', async () => {
    const { patient, rows } = await placeOrders(place('lab:2823-3'))
    const [row] = rows
    const orderId = row?.id ?? ''
    const amend = {
      commandId: commandId(),
      patientId: patient.patientId,
      orderId,
      versionId: row?.versionId ?? '',
      priority: 'stat' as const,
      indication: null,
      note: null,
    }
    await ward.amal.orders.amend(amend)
    await ward.yusuf.lab.advance({ commandId: commandId(), orderId, step: 'specimen-received' })
    const after = await ward.amal.orders.list({ patientId: patient.patientId })
    expect(after.rows[0]).toMatchObject({ priority: 'stat', fulfilment: { step: 'specimen-received' } })
  })
})

describe('revoking (ORD-15)', () => {
  const revoke = (patientId: string, row: { id: string; versionId: string } | undefined, reason: 'no-longer-needed' | 'wrong-patient') => ({
    commandId: commandId(),
    patientId: patientIdSchema.parse(patientId),
    orderId: row?.id ?? '',
    versionId: row?.versionId ?? '',
    reason,
    explanation: null,
  })

  it('ends order and Task with the reason, and returns whether a specimen exists', async () => {
    const { patient, rows } = await placeOrders(place('lab:2823-3'))
    await ward.yusuf.lab.advance({ commandId: commandId(), orderId: rows[0]?.id ?? '', step: 'specimen-collected' })
    const [row] = (await ward.amal.orders.list({ patientId: patient.patientId })).rows
    const answer = await ward.amal.orders.revoke(revoke(patient.patientId, row, 'no-longer-needed'))
    expect(answer.specimenCollected).toBe(true)
    const [after] = (await ward.amal.orders.list({ patientId: patient.patientId })).rows
    expect(after).toMatchObject({ status: 'revoked', cancelReason: 'No longer needed', fulfilment: { step: 'cancelled' } })
  })

  it('for the wrong patient is entered in error, not revoked', async () => {
    const { patient, rows } = await placeOrders(place('lab:2823-3'))
    await ward.amal.orders.revoke(revoke(patient.patientId, rows[0], 'wrong-patient'))
    const [after] = (await ward.amal.orders.list({ patientId: patient.patientId })).rows
    expect(after).toMatchObject({ status: 'entered-in-error', cancelReason: 'Wrong patient' })
  })

  it('is refused the second time, and later laboratory steps are refused', async () => {
    const { patient, rows } = await placeOrders(place('lab:2823-3'))
    await ward.amal.orders.revoke(revoke(patient.patientId, rows[0], 'no-longer-needed'))
    expect((await refusalOf(ward.sami.orders.revoke(revoke(patient.patientId, rows[0], 'no-longer-needed')))).code).toBe(
      'NOT_IN_THIS_STATE',
    )
    const advance = ward.yusuf.lab.advance({ commandId: commandId(), orderId: rows[0]?.id ?? '', step: 'specimen-received' })
    expect(await refusalOf(advance)).toMatchObject({ code: 'NOT_IN_THIS_STATE', detail: { status: 'revoked', by: 'Dr Amal Hassan' } })
  })
})

it('the same command sent three times at once places one order (RT17)', async () => {
  const patient = await ward.admit()
  const order = { commandId: commandId(), patientId: patient.patientId, items: [place('lab:2823-3')] }
  const answers = await Promise.all([1, 2, 3].map(() => ward.amal.orders.place(order)))
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
  expect((await ward.amal.orders.list({ patientId: patient.patientId })).rows).toHaveLength(1)
})
