import { patientIdSchema, type Room, rooms } from '@wardline/events'
import { anEvent, type Random, randomFrom } from '@wardline/events/testing'
import { describe, expect, it, vi } from 'vitest'
import type { Update } from '../../protocol/index.ts'
import { deliveryHarness, checkedRoom as jane, nextEvent, TestReader } from '../../testing/delivery-harness.ts'
import { MemoryRoomLog } from '../../testing/memory-room-log.ts'
import { lastOf } from '../log/positions.ts'
import { supersededVitals } from '../rooms/conflate.ts'
import { WINDOW_TIMEOUT_MS } from './slow-consumers.ts'

const ward = rooms.unit('ward-3')

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))
const open = (reader: TestReader) => {
  reader.windowFrames = Number.POSITIVE_INFINITY
}
const close = (reader: TestReader) => {
  reader.windowFrames = 0
}
const inOrder = (to: number) => Array.from({ length: to }, (_, index) => index + 1)

describe('RT15: a window', () => {
  /** Windows close after any number of frames and open at any moment; some wake-ups are lost, reads are slow. */
  async function schedule(chance: Random): Promise<readonly TestReader[]> {
    const log = new MemoryRoomLog()
    const { delivery, commit, enter } = deliveryHarness(log)
    log.beforeRead = async () => {
      for (let n = chance.below(3); n > 0; n--) await turn()
    }
    const readers = (['care', 'care', 'laboratory'] as const).map((audience, n) => new TestReader(`s${n}`, audience))
    for (const reader of readers) await enter(reader, { room: jane, filter: null, after: { epoch: log.epoch, seq: 0 } })
    for (let n = 0; n < 30; n++) {
      const advanced = commit(nextEvent(chance.oneOf(['diagnosis.added', 'lab.order.created', 'lab.critical.alert'] as const)), [jane])
      if (!chance.happens(0.1)) delivery.wake(chance.happens(0.2) ? { ...advanced, entries: [] } : advanced)
      const reader = chance.oneOf(readers)
      if (chance.happens(0.3)) reader.windowFrames = chance.below(3)
      if (chance.happens(0.3)) open(reader)
      if (chance.happens(0.4)) delivery.slowConsumers.check()
      if (chance.happens(0.5)) await turn()
    }
    readers.forEach(open)
    delivery.wake({ rooms: [jane], entries: [] }) // As the next tick does.
    for (let n = 0; n < 200 && readers.some(({ audience, last }) => last < lastOf(log.headOf(jane), audience)); n++) {
      delivery.slowConsumers.check()
      await turn()
    }
    expect(delivery.slowConsumers.size).toBe(0)
    const entries = (await log.read(new Map([[jane, 0]]), 1000)).get(jane)?.entries ?? []
    for (const { audience, applied } of readers) {
      const mask = audience === 'care' ? 1 : 4
      expect(applied).toEqual(entries.filter(({ audiences }) => audiences & mask).map(({ seq }) => seq))
    }
    delivery.close()
    return readers
  }

  it('loses nothing, repeats nothing and keeps the order in 2,000 schedules', async () => {
    for (let seed = 1; seed <= 2_000; seed++)
      try {
        for (const { holes, repeats } of await schedule(randomFrom(seed))) expect({ holes, repeats }).toEqual({ holes: 0, repeats: 0 })
      } catch (error) {
        throw new Error(`seed ${seed}`, { cause: error })
      }
  })

  it('while a window is closed, no entry is kept for it and the log is not read; other readers are sent everything', async () => {
    const log = new MemoryRoomLog()
    const { delivery, commit, enter } = deliveryHarness(log)
    const [slow, quick] = [new TestReader('slow'), new TestReader('quick')]
    for (const reader of [slow, quick]) await enter(reader, { room: jane, filter: null, after: null })
    close(slow)
    const read = vi.spyOn(log, 'read')
    for (let n = 0; n < 4_000; n++) {
      delivery.wake(commit(nextEvent(), [jane]))
      if (n % 500 === 0) await turn()
      if (n % 100 === 0) delivery.slowConsumers.check()
    }
    await turn()
    expect(quick.applied).toEqual(inOrder(4_000))
    expect(slow.applied).toEqual([])
    expect(read).not.toHaveBeenCalled()
    expect(delivery.channelOf(jane)?.subscriberOf('slow')).toMatchObject({ state: 'backpressured', sentUpTo: 0, buffered: 0, shard: null })
    open(slow)
    delivery.slowConsumers.check()
    await vi.waitFor(() => expect(delivery.slowConsumers.size, 'the reader has caught up').toBe(0))
    expect(slow.applied).toEqual(inOrder(4_000))
    expect(delivery.channelOf(jane)?.subscriberOf('slow')?.state).toBe('broadcast')
    // Never more at once than one frame holds.
    expect(Math.max(...read.mock.calls.map(([, limit]) => limit))).toBeLessThanOrEqual(50)
    delivery.close()
  })

  it('that reopens receives rooms with an alert first', async () => {
    const log = new MemoryRoomLog()
    const { delivery, commit, enter } = deliveryHarness(log)
    const reader = new TestReader('screen')
    const calm: readonly Room[] = [jane, rooms.patient('p-omar'), rooms.patient('p-lina')]
    for (const room of [...calm, ward]) await enter(reader, { room, filter: null, after: null })
    close(reader)
    for (const room of calm) delivery.wake(commit(nextEvent(), [room]))
    delivery.wake(commit(nextEvent(), [ward]))
    await turn()
    delivery.wake(commit(nextEvent('lab.critical.alert'), [ward]))
    await turn()
    open(reader)
    delivery.slowConsumers.check()
    await vi.waitFor(() => expect(delivery.slowConsumers.size, 'the reader has caught up').toBe(0))
    expect(reader.received.map(({ room, seq }) => [room, seq])).toEqual([[ward, 1], [ward, 2], ...calm.map((room) => [room, 1])])
    delivery.close()
  })

  it('that stays closed for ten seconds times out, one that opens now and then does not', async () => {
    const log = new MemoryRoomLog()
    const timedOut: string[] = []
    const { delivery, commit, enter } = deliveryHarness(log, { onWindowTimeout: (id) => timedOut.push(id) })
    const [paused, slow] = [new TestReader('paused'), new TestReader('slow')]
    for (const reader of [paused, slow]) await enter(reader, { room: jane, filter: null, after: null })
    for (const reader of [paused, slow]) close(reader)
    const checks = WINDOW_TIMEOUT_MS / 100
    for (let n = 1; n <= 2 * checks; n++) {
      delivery.wake(commit(nextEvent(), [jane]))
      await turn()
      slow.windowFrames = n % 50 === 0 ? 1 : 0
      delivery.slowConsumers.check()
      await turn()
      expect(timedOut).toEqual(n > checks ? ['paused'] : [])
      if (n > checks) delivery.leave(jane, 'paused')
    }
    expect(slow.applied.length).toBeGreaterThan(0)
    expect(slow.holes).toBe(0)
    delivery.close()
  })

  it('RT7: that reopens after retention removed its entries receives a resync', async () => {
    const log = new MemoryRoomLog()
    const { delivery, commit, enter } = deliveryHarness(log)
    const reader = new TestReader('screen')
    await enter(reader, { room: jane, filter: null, after: null })
    close(reader)
    for (let n = 0; n < 10; n++) delivery.wake(commit(nextEvent(), [jane]))
    await turn()
    log.trim(jane, 6)
    open(reader)
    delivery.slowConsumers.check()
    await vi.waitFor(() => expect(delivery.slowConsumers.size, 'the reader has caught up').toBe(0))
    expect({ resyncs: reader.resyncs, applied: reader.applied }).toEqual({ resyncs: 1, applied: [] })
    delivery.close()
  })
})

describe('RT15: conflation', () => {
  const vitals = (subject: string) => {
    const event = anEvent('encounter.vitals.recorded')
    return { ...event, subject: event.subject && { ...event.subject, patientId: patientIdSchema.parse(subject) } }
  }
  const entriesIn = (room: Room) => {
    const log = new MemoryRoomLog()
    return [vitals('p-1'), nextEvent('lab.order.created'), vitals('p-2'), vitals('p-1'), nextEvent('lab.critical.alert')].flatMap((event) =>
      log.append(event, [room]),
    )
  }

  it('removes a vital sign in a unit’s room that a later one of the same patient supersedes; never an order, a result or an alert', () => {
    expect([...supersededVitals(entriesIn(ward))].map(({ seq }) => seq)).toEqual([1])
  })

  it('removes nothing in a patient’s own room, where each measurement is a row of the chart', () => {
    expect(supersededVitals(entriesIn(jane)).size).toBe(0)
  })

  it('keeps the number of a superseded vital sign for a slow reader', async () => {
    const log = new MemoryRoomLog()
    const { delivery, commit, enter } = deliveryHarness(log)
    const reader = new TestReader('screen')
    const updates: Update[] = []
    reader.receive = (update) => updates.push(update)
    await enter(reader, { room: ward, filter: null, after: null })
    close(reader)
    for (const subject of ['p-1', 'p-2', 'p-1']) delivery.wake(commit(vitals(subject), [ward]))
    await turn()
    open(reader)
    delivery.slowConsumers.check()
    await vi.waitFor(() => expect(delivery.slowConsumers.size, 'the reader has caught up').toBe(0))
    expect(updates.map(({ positions, resource }) => [positions[ward], resource !== null])).toEqual([
      [{ seq: 1, prev: 0 }, false],
      [{ seq: 2, prev: 1 }, true],
      [{ seq: 3, prev: 2 }, true],
    ])
    delivery.close()
  })
})
