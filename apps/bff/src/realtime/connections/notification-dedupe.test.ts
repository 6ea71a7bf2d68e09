import type { ServerMessage } from '@wardline/sync/protocol'
import { expect, it } from 'vitest'
import { NotificationDedupe } from './notification-dedupe.ts'

const call = (id: string) => ({ type: 'critical_alert', data: { id } }) as unknown as ServerMessage

it('passes a call on once, whoever else tells the same, and to each person', () => {
  const calls = new NotificationDedupe(() => 0)
  expect([
    calls.isNew('amal', call('a')),
    calls.isNew('amal', call('a')),
    calls.isNew('sami', call('a')),
    calls.isNew('amal', call('b')),
  ]).toEqual([true, false, true, true])
})

it('lets a call through again that is made later', () => {
  let now = 0
  const calls = new NotificationDedupe(() => now)
  expect(calls.isNew('amal', call('a'))).toBe(true)
  now = 61_000
  expect(calls.isNew('amal', call('a'))).toBe(true)
  expect(calls.isNew('amal', call('a'))).toBe(false)
})

it('keeps no more than a hospital calls', () => {
  const calls = new NotificationDedupe(() => 0)
  for (let n = 0; n <= 10_000; n++) calls.isNew('amal', call(`c${n}`))
  expect(calls.isNew('amal', call('c10000'))).toBe(false)
  expect(calls.isNew('amal', call('c0'))).toBe(true)
})
