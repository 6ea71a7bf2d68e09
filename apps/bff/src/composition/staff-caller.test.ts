import { patientIdSchema } from '@wardline/events'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { createAppRouter } from '../router.ts'
import { commandId, openTestWard, type TestWard } from '../testing/ward.ts'
import { staffCallerFor } from './staff-caller.ts'

let ward: TestWard
beforeAll(async () => {
  ward = await openTestWard()
})
afterAll(async () => {
  vi.useRealTimers()
  await ward.close()
})

const callerFor = () =>
  staffCallerFor(
    ward,
    createAppRouter({ imports: { list: async () => [], report: async () => null }, administration: ward.administration }),
  )

it('each call without a browser is a separate request with its own time (RT20)', async () => {
  const { patientId } = await ward.admit()
  const amal = await callerFor()('u-amal')
  const durations: number[] = []
  ward.bus.subscribe('recorded', ({ marks }) => {
    if (marks) durations.push(marks.committed - marks.received)
  })
  vi.useFakeTimers({ toFake: ['Date'] })
  const add = (text: string) =>
    amal.problems.add({ commandId: commandId(), patientId: patientIdSchema.parse(patientId), code: null, text, onset: null })
  await add('First')
  vi.setSystemTime(Date.now() + 90_000)
  await add('A minute and a half later')
  vi.useRealTimers()
  await expect.poll(() => durations).toEqual([0, 0])
  const trail = await (await ward.as('admin')).audit.read({ limit: 10 })
  const requests = trail.filter(({ action }) => action === 'write').map(({ requestId }) => requestId)
  expect(new Set(requests).size).toBe(requests.length)
})

it('an unknown user cannot act', async () => {
  await expect(callerFor()('u-unknown')).rejects.toThrow('Unknown or disabled user: u-unknown.')
})
