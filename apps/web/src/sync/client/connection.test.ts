import { expect, test } from 'vitest'
import { connectionStateOf, delayCauseOf, isStale, trueUntilSecond } from './connection.ts'

const now = 1_000_000
const open = { line: 'open', behind: 0, heardAt: now, serverReportsDelay: false } as const

test.each([
  ['RT-1: open and complete', open, true, 'live'],
  ['RT-4: open, a room still behind', { ...open, behind: 1 }, true, 'catchingUp'],
  ['RT-1: open, a tick missed by 5 s', { ...open, heardAt: now - 10_001 }, true, 'delayed'],
  ['open, a tick not yet missed', { ...open, heardAt: now - 9_000 }, true, 'live'],
  ['on the way for the first time', { ...open, line: 'opening', heardAt: null }, false, 'catchingUp'],
  ['nobody answered the first time', { ...open, line: 'closed', heardAt: null }, false, 'offline'],
  ['RT-1: open, and the server hears late', { ...open, serverReportsDelay: true }, true, 'delayed'],
  ['RT-1: broken and on the way back', { ...open, line: 'opening' }, true, 'offline'],
] as const)('%s: the badge says so', (_, signs, hasBeenOpen, state) => {
  expect(connectionStateOf(signs, hasBeenOpen, now)).toBe(state)
})

test('RT-1: why it is delayed is known, and lists are old only when nothing is heard', () => {
  const causes = [
    open,
    { ...open, serverReportsDelay: true },
    { ...open, serverReportsDelay: true, heardAt: now - 10_001 },
    { ...open, line: 'closed', serverReportsDelay: true },
  ] as const
  expect(causes.map((signs) => delayCauseOf(signs, now))).toEqual([null, 'told', 'silent', null])
  expect(isStale({ state: 'delayed', cause: 'told' })).toBe(false)
  expect(isStale({ state: 'delayed', cause: 'silent' })).toBe(true)
  expect(isStale({ state: 'offline', cause: null })).toBe(true)
})

test('RT-2: up to when a list is true is never said too late, and changes once a second', () => {
  expect([1999, 2000, 2001, 2999, 3000].map((trueUntil) => trueUntilSecond({ trueUntil }))).toEqual([1000, 2000, 2000, 2000, 3000])
  expect(trueUntilSecond({ trueUntil: null })).toBeNull()
})
