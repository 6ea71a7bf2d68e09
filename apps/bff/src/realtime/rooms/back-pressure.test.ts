import { type Room, rooms } from '@wardline/events'
import { anEvent, type Chance, chanceFrom } from '@wardline/events/testing'
import type { Update } from '@wardline/sync/protocol'
import { describe, expect, it, vi } from 'vitest'
import { lastOf } from '../../record/log/positions.ts'
import { deliveryHarness, happening, Screen } from '../../testing/delivery-harness.ts'
import { MemoryRoomLog } from '../../testing/memory-room-log.ts'
import { supersededVitals } from './conflate.ts'
import { PATIENCE_MS } from './slow-consumers.ts'

const jane = rooms.patient('p-jane')
const ward = rooms.unit('ward-3')

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))
const open = (screen: Screen) => {
  screen.room = Number.POSITIVE_INFINITY
}
const close = (screen: Screen) => {
  screen.room = 0
}
const inOrder = (to: number) => Array.from({ length: to }, (_, index) => index + 1)

describe('RT15: a window', () => {
  /** Windows close after any number of frames and open at any moment; some wake-ups are lost, readings are slow. */
  async function schedule(chance: Chance): Promise<readonly Screen[]> {
    const log = new MemoryRoomLog()
    const { delivery, write, enter } = deliveryHarness(log)
    log.beforeAnswer = async () => {
      for (let n = chance.below(3); n > 0; n--) await turn()
    }
    const screens = (['care', 'care', 'laboratory'] as const).map((audience, n) => new Screen(`s${n}`, audience))
    for (const screen of screens) await enter(screen, { room: jane, wanted: null, after: { epoch: log.epoch, seq: 0 } })
    for (let n = 0; n < 30; n++) {
      const grown = write(happening(chance.oneOf(['diagnosis.added', 'lab.order.created', 'lab.critical.alert'] as const)), [jane])
      if (!chance.happens(0.1)) delivery.wake(chance.happens(0.2) ? { ...grown, entries: [] } : grown)
      const screen = chance.oneOf(screens)
      if (chance.happens(0.3)) screen.room = chance.below(3)
      if (chance.happens(0.3)) open(screen)
      if (chance.happens(0.4)) delivery.laggards.look()
      if (chance.happens(0.5)) await turn()
    }
    screens.forEach(open)
    delivery.wake({ rooms: [jane], entries: [] }) // The next tick.
    for (let n = 0; n < 200 && screens.some(({ audience, last }) => last < lastOf(log.headOf(jane), audience)); n++) {
      delivery.laggards.look()
      await turn()
    }
    expect(delivery.laggards.size).toBe(0)
    const entries = (await log.read(new Map([[jane, 0]]), 1000)).get(jane)?.entries ?? []
    for (const { audience, applied } of screens) {
      const mask = audience === 'care' ? 1 : 4
      expect(applied).toEqual(entries.filter(({ audiences }) => audiences & mask).map(({ seq }) => seq))
    }
    delivery.close()
    return screens
  }

  it('loses nothing, repeats nothing and keeps the order in 2,000 schedules', async () => {
    for (let seed = 1; seed <= 2_000; seed++)
      try {
        for (const { holes, repeats } of await schedule(chanceFrom(seed))) expect({ holes, repeats }).toEqual({ holes: 0, repeats: 0 })
      } catch (error) {
        throw new Error(`seed ${seed}`, { cause: error })
      }
  })

  it('while it is closed nothing is kept and the log is not read, however much happens; others are sent everything', async () => {
    const log = new MemoryRoomLog()
    const { delivery, write, enter } = deliveryHarness(log)
    const [slow, quick] = [new Screen('slow'), new Screen('quick')]
    for (const screen of [slow, quick]) await enter(screen, { room: jane, wanted: null, after: null })
    close(slow)
    const read = vi.spyOn(log, 'read')
    for (let n = 0; n < 4_000; n++) {
      delivery.wake(write(happening(), [jane]))
      if (n % 500 === 0) await turn()
      if (n % 100 === 0) delivery.laggards.look()
    }
    await turn()
    expect(quick.applied).toEqual(inOrder(4_000))
    expect(slow.applied).toEqual([])
    expect(read).not.toHaveBeenCalled()
    expect(delivery.channelOf(jane)?.subscriberOf('slow')).toMatchObject({ state: 'lagging', from: 0, kept: [], shard: null })
    open(slow)
    delivery.laggards.look()
    while (delivery.laggards.size > 0) await turn()
    expect(slow.applied).toEqual(inOrder(4_000))
    expect(delivery.channelOf(jane)?.subscriberOf('slow')?.state).toBe('joined')
    // Never more at once than leaves in one frame.
    expect(Math.max(...read.mock.calls.map(([, limit]) => limit))).toBeLessThanOrEqual(50)
    delivery.close()
  })

  it('has rooms with an alert first when it opens', async () => {
    const log = new MemoryRoomLog()
    const { delivery, write, enter } = deliveryHarness(log)
    const screen = new Screen('screen')
    const calm: readonly Room[] = [jane, rooms.patient('p-omar'), rooms.patient('p-lina')]
    for (const room of [...calm, ward]) await enter(screen, { room, wanted: null, after: null })
    close(screen)
    for (const room of calm) delivery.wake(write(happening(), [room]))
    delivery.wake(write(happening(), [ward]))
    await turn()
    delivery.wake(write(happening('lab.critical.alert'), [ward]))
    await turn()
    open(screen)
    delivery.laggards.look()
    while (delivery.laggards.size > 0) await turn()
    expect(screen.told.map(({ room, seq }) => [room, seq])).toEqual([[ward, 1], [ward, 2], ...calm.map((room) => [room, 1])])
    delivery.close()
  })

  it('that stays closed for ten seconds is closed for good, one that opens now and then is not', async () => {
    const log = new MemoryRoomLog()
    const cut: string[] = []
    const { delivery, write, enter } = deliveryHarness(log, { onCut: (id) => cut.push(id) })
    const [paused, slow] = [new Screen('paused'), new Screen('slow')]
    for (const screen of [paused, slow]) await enter(screen, { room: jane, wanted: null, after: null })
    for (const screen of [paused, slow]) close(screen)
    const looks = PATIENCE_MS / 100
    for (let n = 1; n <= 2 * looks; n++) {
      delivery.wake(write(happening(), [jane]))
      await turn()
      slow.room = n % 50 === 0 ? 1 : 0
      delivery.laggards.look()
      await turn()
      expect(cut).toEqual(n > looks ? ['paused'] : [])
      if (n > looks) delivery.leave(jane, 'paused')
    }
    expect(slow.applied.length).toBeGreaterThan(0)
    expect(slow.holes).toBe(0)
    delivery.close()
  })

  it('RT7: that opens when the log does not reach back any more tells the reader to read anew', async () => {
    const log = new MemoryRoomLog()
    const { delivery, write, enter } = deliveryHarness(log)
    const screen = new Screen('screen')
    await enter(screen, { room: jane, wanted: null, after: null })
    close(screen)
    for (let n = 0; n < 10; n++) delivery.wake(write(happening(), [jane]))
    await turn()
    log.trim(jane, 6)
    open(screen)
    delivery.laggards.look()
    while (delivery.laggards.size > 0) await turn()
    expect({ resyncs: screen.resyncs, applied: screen.applied }).toEqual({ resyncs: 1, applied: [] })
    delivery.close()
  })
})

describe('RT15: what is old news', () => {
  const vitals = (subject: string) => {
    const event = anEvent('encounter.vitals.recorded')
    return { ...event, subject: event.subject && { ...event.subject, patientId: subject as never } }
  }
  const told = (room: Room) => {
    const log = new MemoryRoomLog()
    return [vitals('p-1'), happening('lab.order.created'), vitals('p-2'), vitals('p-1'), happening('lab.critical.alert')].flatMap((event) =>
      log.append(event, [room]),
    )
  }

  it('a vital sign in a unit’s room that a later one of the same patient replaces; never an order, a result or an alert', () => {
    expect([...supersededVitals(told(ward))].map(({ seq }) => seq)).toEqual([1])
  })

  it('nothing in a patient’s own room, where each measurement is a row of the chart', () => {
    expect(supersededVitals(told(jane)).size).toBe(0)
  })

  it('keeps its number on the way to a reader who is behind', async () => {
    const log = new MemoryRoomLog()
    const { delivery, write, enter } = deliveryHarness(log)
    const screen = new Screen('screen')
    const updates: Update[] = []
    screen.take = (update) => updates.push(update)
    await enter(screen, { room: ward, wanted: null, after: null })
    close(screen)
    for (const subject of ['p-1', 'p-2', 'p-1']) delivery.wake(write(vitals(subject), [ward]))
    await turn()
    open(screen)
    delivery.laggards.look()
    while (delivery.laggards.size > 0) await turn()
    expect(updates.map(({ positions, resource }) => [positions[ward], resource !== null])).toEqual([
      [{ seq: 1, prev: 0 }, false],
      [{ seq: 2, prev: 1 }, true],
      [{ seq: 3, prev: 2 }, true],
    ])
    delivery.close()
  })
})
