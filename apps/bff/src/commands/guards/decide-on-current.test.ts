import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { orderables } from '../../reference-data/orders/orderables.ts'
import { ceftriaxoneFor, commandId, openTestWard, place, settleAll, type TestWard } from '../../testing/ward.ts'

/** Simultaneous attempts of one race, by two physicians in turn. */
const RACERS = 10

let ward: TestWard
beforeAll(async () => {
  ward = await openTestWard()
})
afterAll(() => ward.close())

const race = <Answer>(attempt: (physician: TestWard['amal'], index: number) => Promise<Answer>) =>
  settleAll(Array.from({ length: RACERS }, (_, index) => attempt(index % 2 ? ward.amal : ward.sami, index)))

describe('what two users decide at the same moment is recorded once', () => {
  it('an order without a reason for a duplicate, for each of a hundred tests', async () => {
    const { patientId } = await ward.admit()
    const tests = orderables.filter(({ id, needsIndication, unchecked }) => id.startsWith('lab:') && !needsIndication && !unchecked?.length)
    for (const { id } of tests.filter(({ analytes }) => analytes.length === 1).slice(0, 100)) {
      const { won, lost } = await race((physician) => physician.orders.place({ commandId: commandId(), patientId, items: [place(id)] }))
      expect([id, won.length, new Set(lost.map(({ code }) => code))]).toEqual([id, 1, new Set(['DUPLICATE_NEEDS_REASON'])])
    }
  })

  it('a prescription', async () => {
    const patient = await ward.admit()
    const { won, lost } = await race((physician) => physician.medications.prescribe(ceftriaxoneFor(patient)))
    expect([won.length, new Set(lost.map(({ code }) => code))]).toEqual([1, new Set(['DUPLICATE_NEEDS_REASON'])])
  })

  it('an allergy, and no statement of no known allergies beside it', async () => {
    const { patientId } = await ward.admit()
    const entry = { substance: 'Latex', code: null, type: 'allergy', criticality: 'high', reaction: null, severity: null } as const
    const { won } = await race((physician, index) =>
      index % 3 === 0
        ? physician.allergies.noneKnown({ commandId: commandId(), patientId })
        : physician.allergies.add({ commandId: commandId(), patientId, ...entry, substance: index % 2 ? 'Latex' : 'latex' }),
    )
    const { rows } = await ward.amal.allergies.list({ patientId })
    const active = rows.filter(({ status }) => status === 'active')
    expect(active.map(({ substance, noKnown }) => [substance.toLowerCase(), noKnown])).toEqual([['latex', null]])
    expect(won.length).toBeGreaterThanOrEqual(1)
  })

  it('a problem', async () => {
    const { patientId } = await ward.admit()
    const { won, lost } = await race((physician) =>
      physician.problems.add({ commandId: commandId(), patientId, code: null, text: 'Pneumonia', onset: null }),
    )
    expect([won.length, new Set(lost.map(({ code }) => code))]).toEqual([1, new Set(['ALREADY_RECORDED'])])
  })

  it('different orders at the same moment are all recorded', async () => {
    const { patientId } = await ward.admit()
    const tests = ['lab:2823-3', 'lab:2951-2', 'lab:1988-5', 'lab:14682-9'] as const
    const { won } = await settleAll(
      tests.map((id, index) => (index % 2 ? ward.amal : ward.sami).orders.place({ commandId: commandId(), patientId, items: [place(id)] })),
    )
    expect(won).toHaveLength(tests.length)
  })
})
