import type { ServerMessage } from '@wardline/sync/protocol'
import { expect, it } from 'vitest'
import { NotificationDedupe } from './notification-dedupe.ts'

const alert = (id: string) => ({ type: 'critical_alert', data: { id } }) as unknown as ServerMessage

it('passes a notification once per user, also when two processes send it', () => {
  const dedupe = new NotificationDedupe(() => 0)
  expect([
    dedupe.isNew('amal', alert('a')),
    dedupe.isNew('amal', alert('a')),
    dedupe.isNew('sami', alert('a')),
    dedupe.isNew('amal', alert('b')),
  ]).toEqual([true, false, true, true])
})

it('passes a notification that is repeated later', () => {
  let now = 0
  const dedupe = new NotificationDedupe(() => now)
  expect(dedupe.isNew('amal', alert('a'))).toBe(true)
  now = 61_000
  expect(dedupe.isNew('amal', alert('a'))).toBe(true)
  expect(dedupe.isNew('amal', alert('a'))).toBe(false)
})

it('remembers a bounded number of notifications', () => {
  const dedupe = new NotificationDedupe(() => 0)
  for (let n = 0; n <= 10_000; n++) dedupe.isNew('amal', alert(`c${n}`))
  expect(dedupe.isNew('amal', alert('c10000'))).toBe(false)
  expect(dedupe.isNew('amal', alert('c0'))).toBe(true)
})
