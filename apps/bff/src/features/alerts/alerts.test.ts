import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { atOnce, commandId, openTestWard, place, refusalOf, type TestWard } from '../../testing/ward.ts'

let ward: TestWard
beforeAll(async () => {
  ward = await openTestWard()
})
afterAll(() => ward.close())

async function raised() {
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
  it('is done once; the other of two at once learns who has it', async () => {
    const { patient, alertId } = await raised()
    const { won, lost } = await atOnce([
      ward.amal.alerts.acknowledge(acknowledge(alertId)),
      ward.huda.alerts.acknowledge(acknowledge(alertId)),
    ])
    expect(won).toHaveLength(1)
    const [alert] = (await ward.sami.alerts.list({ patientId: patient.patientId })).rows
    expect(lost).toMatchObject([{ code: 'ALREADY_ACKNOWLEDGED', detail: { by: alert?.acknowledgedBy } }])
  })

  it('by a colleague silences the physician it called', async () => {
    const { alertId } = await raised()
    await ward.sami.alerts.acknowledge(acknowledge(alertId))
    const alert = (await ward.amal.alerts.list({})).rows.find(({ id }) => id === alertId)
    expect(alert).toMatchObject({ state: 'acknowledged', acknowledgedBy: { name: 'Dr Sami Idris' } })
  })

  it('is the same answer for the same command, however often it is sent (RT17)', async () => {
    const { alertId } = await raised()
    const command = acknowledge(alertId)
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => ward.amal.alerts.acknowledge(command)))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
  })

  it('is not the bench’s, nor anybody’s without access', async () => {
    const { alertId } = await raised()
    expect((await refusalOf(ward.yusuf.alerts.acknowledge(acknowledge(alertId)))).code).toBe('NOT_ALLOWED')
    expect((await refusalOf(ward.rana.alerts.acknowledge(acknowledge(alertId)))).code).toBe('NO_ACCESS_TO_PATIENT')
    expect((await refusalOf(ward.amal.alerts.acknowledge(acknowledge('nothing')))).code).toBe('NOT_FOUND')
  })
})
