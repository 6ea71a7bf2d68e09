import { type Epoch, rooms } from '@wardline/events'
import { type Chance, chanceFrom } from '@wardline/events/testing'
import type { Update } from '@wardline/sync/protocol'
import { describe, expect, it } from 'vitest'
import { deliveryHarness, happening, Screen } from '../testing/delivery-harness.ts'
import { MemoryRoomLog } from '../testing/memory-room-log.ts'
import { SHARD } from './rooms/broadcaster.ts'

const jane = rooms.patient('p-jane')
const ward = rooms.unit('ward-3')

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))
async function turns(count: number) {
  for (let n = 0; n < count; n++) await turn()
}
const seqs = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

describe('RT8: subscribing from a snapshot', () => {
  /** Writes, wakes and answers fall where chance has them; microtasks and turns are what a real race is made of. */
  async function race(chance: Chance): Promise<Screen> {
    const log = new MemoryRoomLog()
    const { delivery, write, enter } = deliveryHarness(log, { later: (run) => queueMicrotask(run) })
    const pause = async () => {
      for (let n = chance.below(4); n > 0; n--) await Promise.resolve()
    }
    log.beforeAnswer = pause
    for (let n = chance.below(5); n > 0; n--) write(happening())
    // Another reader keeps the room open in some of the runs.
    const other = new Screen('other')
    if (chance.happens(0.5)) await enter(other, { room: jane, wanted: null, after: { epoch: log.epoch, seq: 0 } })
    const snapshot = log.headOf(jane).seq
    const screen = new Screen('screen', chance.oneOf(['care', 'laboratory'] as const), snapshot)
    const writing = (async () => {
      for (let n = 0; n < 12; n++) {
        await pause()
        const grown = write(happening(chance.oneOf(['diagnosis.added', 'lab.order.created'] as const)))
        // Some wake-ups are lost, some come without what they tell of, some late.
        if (chance.happens(0.1)) continue
        if (chance.happens(0.2)) await pause()
        delivery.wake(chance.happens(0.3) ? { ...grown, entries: [] } : grown)
      }
    })()
    await pause()
    await enter(screen, { room: jane, wanted: null, after: { epoch: log.epoch, seq: snapshot } })
    await writing
    delivery.wake({ rooms: [jane], entries: [] }) // The next tick.
    await turn()
    const visible = (await log.read(new Map([[jane, snapshot]]), 1000)).get(jane)?.entries ?? []
    const mask = screen.audience === 'care' ? 1 : 4
    expect(screen.applied).toEqual(visible.filter(({ audiences }) => audiences & mask).map(({ seq }) => seq))
    return screen
  }

  it('loses nothing and repeats nothing in 10,000 races', async () => {
    let repeats = 0
    for (let seed = 1; seed <= 10_000; seed++)
      try {
        const screen = await race(chanceFrom(seed))
        expect(screen.holes).toBe(0)
        repeats += screen.repeats
      } catch (error) {
        throw new Error(`seed ${seed}`, { cause: error })
      }
    expect(repeats).toBe(0)
  })
})

describe('RT7: a position', () => {
  const standing = async (after: { epoch: Epoch; seq: number } | null, prepare: (log: MemoryRoomLog) => void = () => {}) => {
    const log = new MemoryRoomLog()
    const { write, enter } = deliveryHarness(log)
    for (let n = 0; n < 20; n++) write(happening())
    prepare(log)
    return enter(new Screen('screen'), { room: jane, wanted: null, after })
  }
  const here = 'epoch-1' as Epoch

  it('within the log is carried on from', async () => {
    const answer = await standing({ epoch: here, seq: 15 })
    expect(answer).toMatchObject({ head: 20 })
    expect((answer as { missed: Update[] }).missed.map((update) => update.positions[jane]?.seq)).toEqual(seqs(16, 20))
  })

  it('of another life of the log has to resynchronise, also an equal number', async () => {
    expect(await standing({ epoch: 'epoch-0' as Epoch, seq: 20 })).toEqual({ resync: 'epoch-changed', head: 20 })
  })

  it('beyond the head has to resynchronise, never "recovered"', async () => {
    expect(await standing({ epoch: here, seq: 21 })).toEqual({ resync: 'beyond-head', head: 20 })
  })

  it('below what is kept has to resynchronise', async () => {
    const trim = (log: MemoryRoomLog) => log.trim(jane, 10)
    expect(await standing({ epoch: here, seq: 8 }, trim)).toEqual({ resync: 'below-low', head: 20 })
    expect(await standing({ epoch: here, seq: 9 }, trim)).toMatchObject({ head: 20 })
  })

  it('too far behind is read faster as a snapshot', async () => {
    const grow = (log: MemoryRoomLog) => {
      for (let n = 0; n < 1200; n++) log.append(happening(), [jane])
    }
    expect(await standing({ epoch: here, seq: 3 }, grow)).toEqual({ resync: 'too-far-behind', head: 1220 })
  })

  it('that is not given begins at the head', async () => {
    expect(await standing(null)).toEqual({ head: 20, missed: [] })
  })
})

describe('RT21: delivery', () => {
  it('sends what waits in one turn as one frame, in order', async () => {
    const log = new MemoryRoomLog()
    const { delivery, write, enter, sizes } = deliveryHarness(log)
    const screen = new Screen('screen')
    await enter(screen, { room: jane, wanted: null, after: null })
    for (let n = 0; n < 20; n++) delivery.wake(write(happening(), [jane]))
    await turns(2)
    expect(screen.applied).toEqual(seqs(1, 20))
    expect(sizes).toEqual([1])
  })

  it('passes on an event of a newer version that this one does not know', async () => {
    const log = new MemoryRoomLog()
    const { delivery, write, enter } = deliveryHarness(log)
    const screen = new Screen('screen')
    await enter(screen, { room: jane, wanted: null, after: null })
    const grown = write(happening(), [jane])
    for (const { event } of grown.entries) Object.assign(event, { type: 'genomics.variant.found' })
    delivery.wake(grown)
    delivery.wake(write(happening(), [jane]))
    await turns(2)
    expect(screen.applied).toEqual([1, 2])
  })

  it('sends to a large room in shards with turns between, keeping the order for everyone', async () => {
    const log = new MemoryRoomLog()
    const { delivery, write, enter, sizes } = deliveryHarness(log)
    const screens = Array.from({ length: SHARD * 3 + 1 }, (_, n) => new Screen(`s${n}`))
    for (const screen of screens) await enter(screen, { room: jane, wanted: null, after: null })
    delivery.wake(write(happening(), [jane]))
    await turn()
    expect(screens.filter(({ last }) => last === 1)).toHaveLength(SHARD)
    delivery.wake(write(happening(), [jane])) // While the first is still on its way to the others.
    await turns(12)
    for (const screen of screens) expect(screen.applied).toEqual([1, 2])
    expect(Math.max(...sizes)).toBe(SHARD)
  })

  it('sends an urgent event before what waits in other rooms', async () => {
    const log = new MemoryRoomLog()
    const { delivery, write, enter } = deliveryHarness(log)
    const crowd = Array.from({ length: SHARD * 4 }, (_, n) => new Screen(`c${n}`))
    for (const screen of crowd) await enter(screen, { room: jane, wanted: null, after: null })
    const nurse = new Screen('nurse')
    await enter(nurse, { room: ward, wanted: null, after: null })
    delivery.wake(write(happening(), [jane]))
    await turn()
    delivery.wake(write(happening('lab.critical.alert'), [ward]))
    await turn()
    expect(nurse.told.map(({ urgent }) => urgent)).toEqual([true])
    expect(crowd.some(({ last }) => last === 0)).toBe(true)
    await turns(8)
    expect(crowd.every(({ last }) => last === 1)).toBe(true)
  })

  it('sends others than the wanted kinds in advance form, with the number and without the payload', async () => {
    const log = new MemoryRoomLog()
    const { delivery, write, enter } = deliveryHarness(log)
    const updates: Update[] = []
    const screen = new Screen('screen')
    screen.take = (update) => updates.push(update)
    await enter(screen, { room: jane, wanted: new Set(['ServiceRequest']), after: null })
    delivery.wake(write(happening('lab.order.created'), [jane]))
    delivery.wake(write(happening(), [jane]))
    await turns(2)
    expect(updates.map(({ resource_type, resource, data }) => [resource_type, resource !== null, data !== undefined])).toEqual([
      ['ServiceRequest', true, true],
      ['Condition', false, false],
    ])
  })

  it('RT5: makes up for a wake-up that was lost as soon as it hears of the room again', async () => {
    const log = new MemoryRoomLog()
    const { delivery, write, enter } = deliveryHarness(log)
    const screen = new Screen('screen')
    await enter(screen, { room: jane, wanted: null, after: null })
    write(happening())
    write(happening())
    delivery.wake(write(happening()))
    await turns(4)
    expect(screen.applied).toEqual([1, 2, 3])
  })

  it('takes wake-ups that come twice or in the wrong order', async () => {
    const log = new MemoryRoomLog()
    const { delivery, write, enter } = deliveryHarness(log)
    const screen = new Screen('screen')
    await enter(screen, { room: jane, wanted: null, after: null })
    const [first, second, third] = [write(happening()), write(happening()), write(happening())]
    for (const grown of [third, first, first, second]) delivery.wake(grown)
    await turns(4)
    expect(screen.applied).toEqual([1, 2, 3])
    expect(screen.repeats).toBe(0)
  })

  it('forgets a room when its last member left', async () => {
    const log = new MemoryRoomLog()
    const { delivery, enter } = deliveryHarness(log)
    await enter(new Screen('one'), { room: jane, wanted: null, after: null })
    await enter(new Screen('two'), { room: jane, wanted: null, after: null })
    delivery.leave(jane, 'one')
    expect(delivery.rooms).toEqual([jane])
    delivery.leave(jane, 'two')
    expect(delivery.rooms).toEqual([])
  })
})
