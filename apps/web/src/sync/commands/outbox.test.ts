import { TRPCClientError } from '@trpc/client'
import { expect, test } from 'vitest'
import type { CommandPath } from './offline-policy.ts'
import { Outbox, type UnsentCommand } from './outbox.ts'

const command = (commandId: string, path: CommandPath, orderingKey = 'p-jane'): UnsentCommand => ({
  commandId,
  path,
  input: { commandId },
  patient: null,
  orderingKey,
  description: '',
  createdAt: '2026-11-20T21:00:00.000Z',
})
const outage = () => new TRPCClientError('fetch failed')
const busy = () =>
  new TRPCClientError('BUSY', {
    result: {
      error: { code: -32_000, message: '', data: { httpStatus: 503, refusal: { code: 'BUSY', detail: { retryAfterMs: 1000 } } } },
    } as never,
  })
const refusal = () =>
  new TRPCClientError('PATIENT_DECEASED', {
    result: {
      error: { code: -32_000, message: '', data: { httpStatus: 412, refusal: { code: 'PATIENT_DECEASED', detail: null } } },
    } as never,
  })

function openOutbox(answer: (commandId: string) => Promise<unknown> = async () => ({})) {
  const sent: string[] = []
  const scheduled: { readonly run: () => void; readonly ms: number }[] = []
  const outbox = new Outbox(
    (_, { commandId }) => {
      sent.push(commandId)
      return answer(commandId)
    },
    (run, ms) => scheduled.push({ run, ms }),
  )
  const ids = () => outbox.store.getState().map(({ commandId, state }) => `${commandId} ${state}`)
  return { outbox, sent, ids, scheduled }
}

test('RT18: documentation is sent automatically, in order', async () => {
  const { outbox, sent, ids } = openOutbox()
  outbox.add(command('vitals-1', 'vitals.record'))
  outbox.add(command('problem-1', 'problems.add'))
  await outbox.flush()
  expect(sent).toEqual(['vitals-1', 'problem-1'])
  expect(ids()).toEqual([])
})

test('RT18: a legal act is never sent automatically, and later commands of the patient wait behind it', async () => {
  const { outbox, sent, ids } = openOutbox()
  outbox.add(command('order-1', 'orders.place'))
  outbox.add(command('vitals-1', 'vitals.record'))
  outbox.add(command('vitals-2', 'vitals.record', 'p-ali'))
  await outbox.flush()
  expect(sent).toEqual(['vitals-2'])
  await outbox.confirm('order-1')
  expect(sent).toEqual(['vitals-2', 'order-1'])
  expect(ids()).toEqual(['vitals-1 waiting'])
})

test.each(['orders.place', 'pharmacy.verify', 'pharmacy.dispense', 'medications.stop', 'alerts.acknowledge', 'lab.release'] as const)(
  'RT18: %s waits for confirmation',
  async (path) => {
    const { outbox, sent } = openOutbox()
    outbox.add(command('act', path))
    await outbox.flush()
    expect(sent).toEqual([])
  },
)

test('RT18: commands keep their order while the server is unreachable', async () => {
  const { outbox, sent, ids } = openOutbox(() => Promise.reject(outage()))
  outbox.add(command('vitals-1', 'vitals.record'))
  outbox.add(command('vitals-2', 'vitals.record'))
  await outbox.flush()
  expect(sent).toEqual(['vitals-1'])
  expect(ids()).toEqual(['vitals-1 waiting', 'vitals-2 waiting'])
})

test('RT16: a command refused by a busy server is sent again after a delay', async () => {
  let tries = 0
  const { outbox, sent, ids, scheduled } = openOutbox(() => {
    tries += 1
    return tries < 3 ? Promise.reject(busy()) : Promise.resolve({})
  })
  outbox.add(command('vitals-1', 'vitals.record'))
  await outbox.flush()
  expect(ids()).toEqual(['vitals-1 waiting'])
  expect(outbox.store.getState()[0]?.problem).toEqual({ kind: 'outage', busy: true })
  for (const again of [1, 2]) {
    expect(scheduled).toHaveLength(again)
    scheduled[again - 1]?.run()
    await outbox.flush()
  }
  expect(sent).toEqual(['vitals-1', 'vitals-1', 'vitals-1'])
  expect(ids()).toEqual([])
  expect(scheduled.every(({ ms }) => ms >= 300)).toBe(true)
})

test('RT18: a legal act refused by a busy server waits for confirmation', async () => {
  const { outbox, sent, scheduled } = openOutbox()
  outbox.add(command('order-1', 'orders.place'))
  outbox.flushSoon()
  outbox.flushSoon()
  expect(scheduled).toHaveLength(1)
  scheduled[0]?.run()
  await outbox.flush()
  expect(sent).toEqual([])
})

test('a refused command stays with its reason and does not block the next flush', async () => {
  const { outbox, ids } = openOutbox((commandId) => (commandId === 'refused' ? Promise.reject(refusal()) : Promise.resolve({})))
  outbox.add(command('refused', 'vitals.record'))
  await outbox.flush()
  expect(ids()).toEqual(['refused refused'])
  expect(outbox.store.getState()[0]?.problem).toEqual({ kind: 'refusal', code: 'PATIENT_DECEASED', detail: null })
  outbox.discard('refused')
  expect(ids()).toEqual([])
})

test('RT17: a command is in the outbox once', () => {
  const { outbox, ids } = openOutbox()
  outbox.add(command('vitals-1', 'vitals.record'))
  outbox.add(command('vitals-1', 'vitals.record'))
  expect(ids()).toEqual(['vitals-1 waiting'])
})
