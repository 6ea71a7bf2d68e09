import { type Delivery, type Epoch, rooms } from '@wardline/events'
import { anEvent } from '@wardline/events/testing'
import { HOLE_PATIENCE_MS, toUpdate } from '@wardline/sync/protocol'
import { expect, test, vi } from 'vitest'
import { RoomSubscriptions } from './room-subscriptions.ts'

const room = rooms.pharmacyQueue
const epoch = '0198c0de-0000-7000-8000-000000000001' as Epoch
const event = anEvent('lab.order.created')
const delivery = (seq: number, of = epoch): Delivery => ({ room, epoch: of, seq, prev: seq - 1, event })

/** A room whose log begins at 10, on a line that is closed. */
async function followed() {
  const news = { arrived: vi.fn(), resync: vi.fn(() => true), refused: vi.fn(), confirmed: vi.fn(), changed: vi.fn(), left: vi.fn() }
  const all = new RoomSubscriptions({ ...news, ask: () => Promise.reject(new Error('the line is closed')) })
  all.enter(room, true)
  await all.land(room, { epoch, seq: 10 })
  return { all, news }
}

test('what came in one message carries the lists on once, by all of it', async () => {
  const { all, news } = await followed()
  all.deliver([delivery(11), delivery(12), delivery(13)])
  expect(news.arrived).toHaveBeenCalledOnce()
  const [, deliveries] = news.arrived.mock.calls[0] as [unknown, readonly Delivery[]]
  expect(deliveries.map(({ seq }) => seq)).toEqual([11, 12, 13])
})

test('RT7: a message of another log is not mixed in; the lists are read again', async () => {
  const { all, news } = await followed()
  all.deliver([delivery(11), delivery(12, '0198c0de-0000-7000-8000-000000000002' as Epoch)])
  expect(news.arrived).not.toHaveBeenCalled()
  expect(news.resync).toHaveBeenCalledOnce()
  expect(all.log(room)).toBeNull()
})

test('RT8: a snapshot waits until the server’s stream has reached the list that was read before it', async () => {
  vi.useFakeTimers()
  const asked: unknown[] = []
  const update = toUpdate(event, { room, epoch, seq: 19, prev: 18 })
  const answers = [
    { head: 19, missed: [] },
    { head: 18, missed: [] },
    { head: 19, missed: [update] },
  ]
  const news = { arrived: vi.fn(), resync: vi.fn(() => true), refused: vi.fn(), confirmed: vi.fn(), changed: vi.fn(), left: vi.fn() }
  const all = new RoomSubscriptions({
    ...news,
    ask: async (_name, payload) => {
      asked.push((payload as { after?: unknown }).after)
      return { subscription_id: 's', epoch, rooms: { [room]: answers[asked.length - 1] } }
    },
  })
  all.lineOpened()
  all.enter(room, true)
  await all.land(room, { epoch, seq: 19 })
  await vi.advanceTimersByTimeAsync(0)
  const landing = all.land(room, { epoch, seq: 18 })
  await vi.advanceTimersByTimeAsync(HOLE_PATIENCE_MS)
  await landing
  expect(asked).toHaveLength(3)
  expect(
    all
      .log(room)
      ?.since(18)
      ?.map(({ seq }) => seq),
  ).toEqual([19])
  vi.useRealTimers()
})

/** A room on an open line whose questions are answered when the test says so. */
async function asking() {
  const answers: ((answer: unknown) => void)[] = []
  const news = { arrived: vi.fn(), resync: vi.fn(() => true), refused: vi.fn(), confirmed: vi.fn(), changed: vi.fn(), left: vi.fn() }
  const all = new RoomSubscriptions({ ...news, ask: () => new Promise((resolve) => answers.push(resolve)) })
  all.lineOpened()
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

test('RT2: a snapshot behind what is shown waits until the server says what came between', async () => {
  const { answers, land, settle } = await asking()
  const landing = land(10, { upTo: 12 })
  await settle()
  expect(landing.over).toBe(false)
  answers[0]?.({
    subscription_id: 's',
    epoch,
    rooms: { [room]: { head: 11, missed: [toUpdate(event, { room, epoch, seq: 11, prev: 10 })] } },
  })
  await settle()
  // What else was counted is for others: the server would have sent it.
  expect(landing.over).toBe(true)
})

test('RT7: nobody waits for a life of the log that is over', async () => {
  const { land, settle } = await asking()
  land(10)
  const old = land(5)
  await settle()
  expect(old.over).toBe(false)
  land(3, { of: '0198c0de-0000-7000-8000-000000000002' as Epoch })
  await settle()
  expect(old.over).toBe(true)
})
