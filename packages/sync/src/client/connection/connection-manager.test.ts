import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ConnectionManager, type ConnectionManagerOptions, NotSignedIn } from './connection-manager.ts'
import { reconnectDelayMs } from './reconnect-delay.ts'
import type { TransportEvents } from './transport.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function startManager(over: Partial<ConnectionManagerOptions> = {}) {
  const attempts: { ticket: string; transport: TransportEvents }[] = []
  const requests: { name: string; payload: unknown }[] = []
  const events: string[] = []
  let tickets = 0
  const manager = new ConnectionManager({
    transport: {
      open: (ticket, transport) => attempts.push({ ticket, transport }),
      request: async (name, payload) => requests.push({ name, payload }),
      close: () => undefined,
    },
    fetchTicket: async () => {
      tickets += 1
      return { ticket: `ticket-${tickets}`, sessionEndsAt: null }
    },
    onOpen: () => events.push('opened'),
    onClose: () => events.push('closed'),
    onMessage: () => events.push('message'),
    onSignedOut: () => events.push('signedOut'),
    delayMs: (failures) => reconnectDelayMs(failures, 0.5),
    ...over,
  })
  manager.start()
  return { manager, attempts, requests, events }
}
const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms)

test('RT16: every attempt uses a fresh ticket, and waits longer after each failure', async () => {
  const { attempts } = startManager()
  await settle()
  expect(attempts.map(({ ticket }) => ticket)).toEqual(['ticket-1'])
  attempts[0]?.transport.onClose()
  await settle(449)
  expect(attempts).toHaveLength(1)
  await settle(1)
  expect(attempts.map(({ ticket }) => ticket)).toEqual(['ticket-1', 'ticket-2'])
  attempts[1]?.transport.onClose()
  await settle(749)
  expect(attempts).toHaveLength(2)
  await settle(1)
  expect(attempts).toHaveLength(3)
})

test('events of an earlier connection are ignored', async () => {
  const { attempts, events } = startManager()
  await settle()
  attempts[0]?.transport.onOpen()
  attempts[0]?.transport.onClose()
  await settle(1_000)
  attempts[0]?.transport.onMessage('tick', {})
  attempts[0]?.transport.onClose()
  expect(events).toEqual(['opened', 'closed'])
})

test('without a session no further attempt is made and the user has to sign in', async () => {
  const { events, manager } = startManager({ fetchTicket: () => Promise.reject(new NotSignedIn()) })
  await settle(60_000)
  expect(events).toEqual(['signedOut'])
  expect(manager.state).toBe('closed')
})

test('a failed ticket request counts as a failed attempt', async () => {
  let fetches = 0
  const { attempts } = startManager({
    fetchTicket: async () => {
      fetches += 1
      if (fetches < 3) throw new Error('503')
      return { ticket: 'the third ticket', sessionEndsAt: null }
    },
  })
  await settle(5_000)
  expect(attempts.map(({ ticket }) => ticket)).toEqual(['the third ticket'])
})

test('the session is renewed in band at 80 % of its life', async () => {
  const { attempts, requests } = startManager({
    fetchTicket: async () => ({ ticket: 'fresh', sessionEndsAt: Date.now() + 100_000 }),
  })
  await settle()
  attempts[0]?.transport.onOpen()
  await settle(79_000)
  expect(requests).toEqual([])
  await settle(1_000)
  expect(requests).toEqual([{ name: 'authenticate', payload: { ticket: 'fresh' } }])
})

test('RT16: a computer that is back on a network reconnects without waiting', async () => {
  const { attempts, manager } = startManager({ delayMs: (failures) => reconnectDelayMs(failures, 0.999) })
  for (let attempt = 0; attempt < 6; attempt++) {
    await settle(20_000)
    attempts.at(-1)?.transport.onClose()
  }
  const before = attempts.length
  manager.hurry()
  await settle()
  expect(attempts).toHaveLength(before + 1)
})
