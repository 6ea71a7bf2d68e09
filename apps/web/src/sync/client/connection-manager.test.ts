import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ConnectionManager, type ConnectionManagerOptions, NotSignedIn } from './connection-manager.ts'
import type { TransportEvents } from './transport.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function dialling(over: Partial<ConnectionManagerOptions> = {}) {
  const opened: { ticket: string; events: TransportEvents }[] = []
  const asked: { name: string; payload: unknown }[] = []
  const told: string[] = []
  let tickets = 0
  const dialler = new ConnectionManager({
    line: {
      open: (ticket, events) => opened.push({ ticket, events }),
      ask: async (name, payload) => asked.push({ name, payload }),
      close: () => undefined,
    },
    fetchTicket: async () => {
      tickets += 1
      return { ticket: `ticket-${tickets}`, sessionEndsAt: null }
    },
    opened: () => told.push('opened'),
    closed: () => told.push('closed'),
    message: () => told.push('message'),
    signedOut: () => told.push('signedOut'),
    chance: () => 0.5,
    ...over,
  })
  dialler.start()
  return { dialler, opened, asked, told }
}
const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms)

test('RT16: every attempt brings a fresh ticket, and waits longer after each failure', async () => {
  const { opened } = dialling()
  await settle()
  expect(opened.map(({ ticket }) => ticket)).toEqual(['ticket-1'])
  opened[0]?.events.closed()
  await settle(449)
  expect(opened).toHaveLength(1)
  await settle(1)
  expect(opened.map(({ ticket }) => ticket)).toEqual(['ticket-1', 'ticket-2'])
  opened[1]?.events.closed()
  await settle(749)
  expect(opened).toHaveLength(2)
  await settle(1)
  expect(opened).toHaveLength(3)
})

test('what an older line still says is not listened to', async () => {
  const { opened, told } = dialling()
  await settle()
  opened[0]?.events.opened()
  opened[0]?.events.closed()
  await settle(1_000)
  opened[0]?.events.message('tick', {})
  opened[0]?.events.closed()
  expect(told).toEqual(['opened', 'closed'])
})

test('without a session dialling ends and somebody is asked to sign in', async () => {
  const { told, dialler } = dialling({ fetchTicket: () => Promise.reject(new NotSignedIn()) })
  await settle(60_000)
  expect(told).toEqual(['signedOut'])
  expect(dialler.state).toBe('closed')
})

test('an outage of the ticket office is an attempt like any other', async () => {
  let attempts = 0
  const { opened } = dialling({
    fetchTicket: async () => {
      attempts += 1
      if (attempts < 3) throw new Error('503')
      return { ticket: 'at last', sessionEndsAt: null }
    },
  })
  await settle(5_000)
  expect(opened.map(({ ticket }) => ticket)).toEqual(['at last'])
})

test('the session is renewed in band at 80 % of its life', async () => {
  const { opened, asked } = dialling({
    fetchTicket: async () => ({ ticket: 'fresh', sessionEndsAt: Date.now() + 100_000 }),
  })
  await settle()
  opened[0]?.events.opened()
  await settle(79_000)
  expect(asked).toEqual([])
  await settle(1_000)
  expect(asked).toEqual([{ name: 'authenticate', payload: { ticket: 'fresh' } }])
})

test('RT16: a computer that says it is back on a network does not sit out the pause', async () => {
  const { opened, dialler } = dialling({ chance: () => 0.999 })
  for (let attempt = 0; attempt < 6; attempt++) {
    await settle(20_000)
    opened.at(-1)?.events.closed()
  }
  const before = opened.length
  dialler.hurry()
  await settle()
  expect(opened).toHaveLength(before + 1)
})
