import { type Delivery, type Epoch, rooms } from '@wardline/events'
import { anEvent } from '@wardline/events/testing'
import { HOLE_PATIENCE_MS, toUpdate } from '@wardline/sync/protocol'
import { expect, test, vi } from 'vitest'
import { RoomSubscriptions } from './room-subscriptions.ts'

const room = rooms.pharmacyQueue
const epoch = '0198c0de-0000-7000-8000-000000000001' as Epoch
const event = anEvent('lab.order.created')
const delivery = (seq: number, of = epoch): Delivery => ({ room, epoch: of, seq, prev: seq - 1, event })

/** A room whose log starts at 10, on a closed connection. */
async function followRoom() {
  const listener = {
    onAdvanced: vi.fn(),
    onResync: vi.fn(() => true),
    onRefused: vi.fn(),
    onConfirmed: vi.fn(),
    onChange: vi.fn(),
    onLeft: vi.fn(),
  }
  const all = new RoomSubscriptions({ ...listener, request: () => Promise.reject(new Error('The connection is closed.')) })
  all.enter(room, true)
  await all.land(room, { epoch, seq: 10 })
  return { all, listener }
}

test('the deliveries of one message advance the lists once, together', async () => {
  const { all, listener } = await followRoom()
  all.deliver([delivery(11), delivery(12), delivery(13)])
  expect(listener.onAdvanced).toHaveBeenCalledOnce()
  const [, deliveries] = listener.onAdvanced.mock.calls[0] as [unknown, readonly Delivery[]]
  expect(deliveries.map(({ seq }) => seq)).toEqual([11, 12, 13])
})

test('RT7: deliveries of another epoch are not appended; the lists are read again', async () => {
  const { all, listener } = await followRoom()
  all.deliver([delivery(11), delivery(12, '0198c0de-0000-7000-8000-000000000002' as Epoch)])
  expect(listener.onAdvanced).not.toHaveBeenCalled()
  expect(listener.onResync).toHaveBeenCalledOnce()
  expect(all.log(room)).toBeNull()
})

test('RT8: a snapshot waits until the server’s stream has reached the list that was read before it', async () => {
  vi.useFakeTimers()
  const positions: unknown[] = []
  const update = toUpdate(event, { room, epoch, seq: 19, prev: 18 })
  const answers = [
    { head: 19, missed: [] },
    { head: 18, missed: [] },
    { head: 19, missed: [update] },
  ]
  const listener = {
    onAdvanced: vi.fn(),
    onResync: vi.fn(() => true),
    onRefused: vi.fn(),
    onConfirmed: vi.fn(),
    onChange: vi.fn(),
    onLeft: vi.fn(),
  }
  const all = new RoomSubscriptions({
    ...listener,
    request: async (_name, payload) => {
      positions.push((payload as { after?: unknown }).after)
      return { subscription_id: 's', epoch, rooms: { [room]: answers[positions.length - 1] } }
    },
  })
  all.onConnectionOpened()
  all.enter(room, true)
  await all.land(room, { epoch, seq: 19 })
  await vi.advanceTimersByTimeAsync(0)
  const landing = all.land(room, { epoch, seq: 18 })
  await vi.advanceTimersByTimeAsync(HOLE_PATIENCE_MS)
  await landing
  expect(positions).toHaveLength(3)
  expect(
    all
      .log(room)
      ?.since(18)
      ?.map(({ seq }) => seq),
  ).toEqual([19])
  vi.useRealTimers()
})

/** A room on an open connection whose requests the test acknowledges. */
async function openRoom() {
  const answers: ((answer: unknown) => void)[] = []
  const listener = {
    onAdvanced: vi.fn(),
    onResync: vi.fn(() => true),
    onRefused: vi.fn(),
    onConfirmed: vi.fn(),
    onChange: vi.fn(),
    onLeft: vi.fn(),
  }
  const all = new RoomSubscriptions({ ...listener, request: () => new Promise((resolve) => answers.push(resolve)) })
  all.onConnectionOpened()
  all.enter(room, true)
  const land = (seq: number, { of = epoch, upTo = seq } = {}) => {
    const landing = { over: false }
    void all.land(room, { epoch: of, seq }, upTo).then(() => {
      landing.over = true
    })
    return landing
  }
  return { answers, land, settle: () => new Promise((resolve) => setImmediate(resolve)) }
}

test('RT2: a snapshot older than the list on screen waits until the server has sent the difference', async () => {
  const { answers, land, settle } = await openRoom()
  const landing = land(10, { upTo: 12 })
  await settle()
  expect(landing.over).toBe(false)
  answers[0]?.({
    subscription_id: 's',
    epoch,
    rooms: { [room]: { head: 11, missed: [toUpdate(event, { room, epoch, seq: 11, prev: 10 })] } },
  })
  await settle()
  // Number 12 belongs to another audience; otherwise the server would have sent it.
  expect(landing.over).toBe(true)
})

test('RT7: a snapshot of an earlier epoch stops waiting', async () => {
  const { land, settle } = await openRoom()
  land(10)
  const old = land(5)
  await settle()
  expect(old.over).toBe(false)
  land(3, { of: '0198c0de-0000-7000-8000-000000000002' as Epoch })
  await settle()
  expect(old.over).toBe(true)
})
