import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commandId, openTestWard, place, refusalOf, settleAll, type TestWard } from '../../testing/ward.ts'

let ward: TestWard
beforeAll(async () => {
  ward = await openTestWard()
})
afterAll(() => ward.close())

async function raiseAlert() {
  const patient = await ward.admit()
  const { orderIds } = await ward.amal.orders.place({ commandId: commandId(), patientId: patient.patientId, items: [place('lab:2823-3')] })
  const { alertIds } = await ward.yusuf.lab.release({
    commandId: commandId(),
    orderId: orderIds[0] ?? '',
    collectedAt: ward.clock.now().toISOString(),
    status: 'final',
    values: [{ code: '2823-3', value: '6.8', note: null }],
    confirmedCritical: ['2823-3'],
  })
  return { patient, alertId: alertIds[0] ?? '' }
}
const acknowledge = (alertId: string) => ({ commandId: commandId(), alertId })

describe('acknowledging a critical value (INB-5, ux 5.4)', () => {
  it('succeeds once; a concurrent second one is refused with the name of the first', async () => {
    const { patient, alertId } = await raiseAlert()
    const { won, lost } = await settleAll([
      ward.amal.alerts.acknowledge(acknowledge(alertId)),
      ward.huda.alerts.acknowledge(acknowledge(alertId)),
    ])
    expect(won).toHaveLength(1)
    const [alert] = (await ward.sami.alerts.list({ patientId: patient.patientId })).rows
    expect(lost).toMatchObject([{ code: 'ALREADY_ACKNOWLEDGED', detail: { by: alert?.acknowledgedBy } }])
  })

  it('by a colleague also acknowledges it for the notified physician', async () => {
    const { alertId } = await raiseAlert()
    await ward.sami.alerts.acknowledge(acknowledge(alertId))
    const alert = (await ward.amal.alerts.list({})).rows.find(({ id }) => id === alertId)
    expect(alert).toMatchObject({ state: 'acknowledged', acknowledgedBy: { name: 'Dr Sami Idris' } })
  })

  it('returns the same answer for a repeated command (RT17)', async () => {
    const { alertId } = await raiseAlert()
    const command = acknowledge(alertId)
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => ward.amal.alerts.acknowledge(command)))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
  })

  it('is refused for laboratory staff and without access to the patient', async () => {
    const { alertId } = await raiseAlert()
    expect((await refusalOf(ward.yusuf.alerts.acknowledge(acknowledge(alertId)))).code).toBe('NOT_ALLOWED')
    expect((await refusalOf(ward.rana.alerts.acknowledge(acknowledge(alertId)))).code).toBe('NO_ACCESS_TO_PATIENT')
    expect((await refusalOf(ward.amal.alerts.acknowledge(acknowledge('nothing')))).code).toBe('NOT_FOUND')
  })
})
