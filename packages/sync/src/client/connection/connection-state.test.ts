import { expect, test } from 'vitest'
import { connectionStateOf, delayCauseOf, isStale, trueUntilSecond } from './connection-state.ts'

const now = 1_000_000
const open = { socket: 'open', behind: 0, lastFrameAt: now, serverReportsDelay: false } as const

test.each([
  ['RT-1: open and complete', open, true, 'live'],
  ['RT-4: open, a room still behind', { ...open, behind: 1 }, true, 'catchingUp'],
  ['RT-1: open, a tick missed by 5 s', { ...open, lastFrameAt: now - 10_001 }, true, 'delayed'],
  ['open, a tick not yet missed', { ...open, lastFrameAt: now - 9_000 }, true, 'live'],
  ['connecting for the first time', { ...open, socket: 'opening', lastFrameAt: null }, false, 'catchingUp'],
  ['no answer at the first attempt', { ...open, socket: 'closed', lastFrameAt: null }, false, 'offline'],
  ['RT-1: open, and the server reports a delay', { ...open, serverReportsDelay: true }, true, 'delayed'],
  ['RT-1: broken and reconnecting', { ...open, socket: 'opening' }, true, 'offline'],
] as const)('%s: the badge shows it', (_, signals, hasBeenOpen, state) => {
  expect(connectionStateOf(signals, hasBeenOpen, now)).toBe(state)
})

test('RT-1: the cause of a delay is known, and lists are stale only when no frame arrives', () => {
  const causes = [
    open,
    { ...open, serverReportsDelay: true },
    { ...open, serverReportsDelay: true, lastFrameAt: now - 10_001 },
    { ...open, socket: 'closed', serverReportsDelay: true },
  ] as const
  expect(causes.map((signals) => delayCauseOf(signals, now))).toEqual([null, 'reported', 'silent', null])
  expect(isStale({ state: 'delayed', cause: 'reported' })).toBe(false)
  expect(isStale({ state: 'delayed', cause: 'silent' })).toBe(true)
  expect(isStale({ state: 'offline', cause: null })).toBe(true)
})

test('RT-2: the time up to which a list is current is rounded down and changes once a second', () => {
  expect([1999, 2000, 2001, 2999, 3000].map((trueUntil) => trueUntilSecond({ trueUntil }))).toEqual([1000, 2000, 2000, 2000, 3000])
  expect(trueUntilSecond({ trueUntil: null })).toBeNull()
})
