import { type Epoch, rooms } from '@wardline/events'
import { type Random, randomFrom } from '@wardline/events/testing'
import { describe, expect, it } from 'vitest'
import type { Update } from '../../protocol/index.ts'
import { deliveryHarness, checkedRoom as jane, nextEvent, TestReader } from '../../testing/delivery-harness.ts'
import { MemoryRoomLog } from '../../testing/memory-room-log.ts'
import { SHARD_SIZE } from '../rooms/broadcaster.ts'

const ward = rooms.unit('ward-3')

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))
async function turns(count: number) {
  for (let n = 0; n < count; n++) await turn()
}
const seqs = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

describe('RT8: subscribing from a snapshot', () => {
  /** Commits, wake-ups and results interleave at random, over microtasks and turns. */
  async function race(chance: Random): Promise<TestReader> {
    const log = new MemoryRoomLog()
    const { delivery, commit, enter } = deliveryHarness(log, { nextTurn: (run) => queueMicrotask(run) })
    const pause = async () => {
      for (let n = chance.below(4); n > 0; n--) await Promise.resolve()
    }
    log.beforeRead = pause
    for (let n = chance.below(5); n > 0; n--) commit(nextEvent())
    // In some runs another reader keeps the room open.
    const other = new TestReader('other')
    if (chance.happens(0.5)) await enter(other, { room: jane, filter: null, after: { epoch: log.epoch, seq: 0 } })
    const snapshot = log.headOf(jane).seq
    const reader = new TestReader('screen', chance.oneOf(['care', 'laboratory'] as const), snapshot)
    const writing = (async () => {
      for (let n = 0; n < 12; n++) {
        await pause()
        const advanced = commit(nextEvent(chance.oneOf(['diagnosis.added', 'lab.order.created'] as const)))
        // Some wake-ups are lost, some come without entries, some late.
        if (chance.happens(0.1)) continue
        if (chance.happens(0.2)) await pause()
        delivery.wake(chance.happens(0.3) ? { ...advanced, entries: [] } : advanced)
      }
    })()
    await pause()
    await enter(reader, { room: jane, filter: null, after: { epoch: log.epoch, seq: snapshot } })
    await writing
    delivery.wake({ rooms: [jane], entries: [] }) // As the next tick does.
    await turn()
    const visible = (await log.read(new Map([[jane, snapshot]]), 1000)).get(jane)?.entries ?? []
    const mask = reader.audience === 'care' ? 1 : 4
    expect(reader.applied).toEqual(visible.filter(({ audiences }) => audiences & mask).map(({ seq }) => seq))
    return reader
  }

  it('loses nothing and repeats nothing in 10,000 races', async () => {
    let repeats = 0
    for (let seed = 1; seed <= 10_000; seed++)
      try {
        const reader = await race(randomFrom(seed))
        expect(reader.holes).toBe(0)
        repeats += reader.repeats
      } catch (error) {
        throw new Error(`seed ${seed}`, { cause: error })
      }
    expect(repeats).toBe(0)
  })
})

describe('RT7: a position', () => {
  const answerAt = async (after: { epoch: Epoch; seq: number } | null, prepare: (log: MemoryRoomLog) => void = () => {}) => {
    const log = new MemoryRoomLog()
    const { commit, enter } = deliveryHarness(log)
    for (let n = 0; n < 20; n++) commit(nextEvent())
    prepare(log)
    return enter(new TestReader('screen'), { room: jane, filter: null, after })
  }
  const epoch = 'epoch-1' as Epoch

  it('within the log continues from there', async () => {
    const answer = await answerAt({ epoch, seq: 15 })
    expect(answer).toMatchObject({ head: 20 })
    expect((answer as { missed: Update[] }).missed.map((update) => update.positions[jane]?.seq)).toEqual(seqs(16, 20))
  })

  it('of another epoch is resynchronised, even with an equal number', async () => {
    expect(await answerAt({ epoch: 'epoch-0' as Epoch, seq: 20 })).toEqual({ resync: 'epoch-changed', head: 20 })
  })

  it('beyond the head is resynchronised, never "recovered"', async () => {
    expect(await answerAt({ epoch, seq: 21 })).toEqual({ resync: 'beyond-head', head: 20 })
  })

  it('below the retained entries is resynchronised', async () => {
    const trim = (log: MemoryRoomLog) => log.trim(jane, 10)
    expect(await answerAt({ epoch, seq: 8 }, trim)).toEqual({ resync: 'below-low', head: 20 })
    expect(await answerAt({ epoch, seq: 9 }, trim)).toMatchObject({ head: 20 })
  })

  it('too far behind is resynchronised, because a snapshot is read faster', async () => {
    const grow = (log: MemoryRoomLog) => {
      for (let n = 0; n < 1200; n++) log.append(nextEvent(), [jane])
    }
    expect(await answerAt({ epoch, seq: 3 }, grow)).toEqual({ resync: 'too-far-behind', head: 1220 })
  })

  it('that is absent starts at the head', async () => {
    expect(await answerAt(null)).toEqual({ head: 20, missed: [] })
  })
})

describe('RT21: delivery', () => {
  it('sends the events of one turn as one frame, in order', async () => {
    const log = new MemoryRoomLog()
    const { delivery, commit, enter, shardSizes } = deliveryHarness(log)
    const reader = new TestReader('screen')
    await enter(reader, { room: jane, filter: null, after: null })
    for (let n = 0; n < 20; n++) delivery.wake(commit(nextEvent(), [jane]))
    await turns(2)
    expect(reader.applied).toEqual(seqs(1, 20))
    expect(shardSizes).toEqual([1])
  })

  it('sends an event type of a newer version that it does not know', async () => {
    const log = new MemoryRoomLog()
    const { delivery, commit, enter } = deliveryHarness(log)
    const reader = new TestReader('screen')
    await enter(reader, { room: jane, filter: null, after: null })
    const advanced = commit(nextEvent(), [jane])
    for (const { event } of advanced.entries) Object.assign(event, { type: 'genomics.variant.found' })
    delivery.wake(advanced)
    delivery.wake(commit(nextEvent(), [jane]))
    await turns(2)
    expect(reader.applied).toEqual([1, 2])
  })

  it('sends to a large room in shards with turns between, in order for every reader', async () => {
    const log = new MemoryRoomLog()
    const { delivery, commit, enter, shardSizes } = deliveryHarness(log)
    const readers = Array.from({ length: SHARD_SIZE * 3 + 1 }, (_, n) => new TestReader(`s${n}`))
    for (const reader of readers) await enter(reader, { room: jane, filter: null, after: null })
    delivery.wake(commit(nextEvent(), [jane]))
    await turn()
    expect(readers.filter(({ last }) => last === 1)).toHaveLength(SHARD_SIZE)
    delivery.wake(commit(nextEvent(), [jane])) // While the first is still being sent to the other shards.
    await turns(12)
    for (const reader of readers) expect(reader.applied).toEqual([1, 2])
    expect(Math.max(...shardSizes)).toBe(SHARD_SIZE)
  })

  it('sends an urgent event before the pending events of other rooms', async () => {
    const log = new MemoryRoomLog()
    const { delivery, commit, enter } = deliveryHarness(log)
    const many = Array.from({ length: SHARD_SIZE * 4 }, (_, n) => new TestReader(`c${n}`))
    for (const reader of many) await enter(reader, { room: jane, filter: null, after: null })
    const nurse = new TestReader('nurse')
    await enter(nurse, { room: ward, filter: null, after: null })
    delivery.wake(commit(nextEvent(), [jane]))
    await turn()
    delivery.wake(commit(nextEvent('lab.critical.alert'), [ward]))
    await turn()
    expect(nurse.received.map(({ urgent }) => urgent)).toEqual([true])
    expect(many.some(({ last }) => last === 0)).toBe(true)
    await turns(8)
    expect(many.every(({ last }) => last === 1)).toBe(true)
  })

  it('sends events outside the filter in advance form, with the number and without the payload', async () => {
    const log = new MemoryRoomLog()
    const { delivery, commit, enter } = deliveryHarness(log)
    const updates: Update[] = []
    const reader = new TestReader('screen')
    reader.receive = (update) => updates.push(update)
    await enter(reader, { room: jane, filter: new Set(['ServiceRequest']), after: null })
    delivery.wake(commit(nextEvent('lab.order.created'), [jane]))
    delivery.wake(commit(nextEvent(), [jane]))
    await turns(2)
    expect(updates.map(({ resource_type, resource, data }) => [resource_type, resource !== null, data !== undefined])).toEqual([
      ['ServiceRequest', true, true],
      ['Condition', false, false],
    ])
  })

  it('RT5: makes up for a lost wake-up with the next one of the room', async () => {
    const log = new MemoryRoomLog()
    const { delivery, commit, enter } = deliveryHarness(log)
    const reader = new TestReader('screen')
    await enter(reader, { room: jane, filter: null, after: null })
    commit(nextEvent())
    commit(nextEvent())
    delivery.wake(commit(nextEvent()))
    await turns(4)
    expect(reader.applied).toEqual([1, 2, 3])
  })

  it('accepts wake-ups that are repeated or out of order', async () => {
    const log = new MemoryRoomLog()
    const { delivery, commit, enter } = deliveryHarness(log)
    const reader = new TestReader('screen')
    await enter(reader, { room: jane, filter: null, after: null })
    const [first, second, third] = [commit(nextEvent()), commit(nextEvent()), commit(nextEvent())]
    for (const advanced of [third, first, first, second]) delivery.wake(advanced)
    await turns(4)
    expect(reader.applied).toEqual([1, 2, 3])
    expect(reader.repeats).toBe(0)
  })

  it('closes a room when its last member has left', async () => {
    const log = new MemoryRoomLog()
    const { delivery, enter } = deliveryHarness(log)
    await enter(new TestReader('one'), { room: jane, filter: null, after: null })
    await enter(new TestReader('two'), { room: jane, filter: null, after: null })
    delivery.leave(jane, 'one')
    expect(delivery.rooms).toEqual([jane])
    delivery.leave(jane, 'two')
    expect(delivery.rooms).toEqual([])
  })

  it('observes a room without a member: each later entry once, also after a lost wake-up', async () => {
    const log = new MemoryRoomLog()
    const observed: number[] = []
    const { delivery, commit, enter } = deliveryHarness(log, {
      onDelivered: (_, entries) => observed.push(...entries.map(({ seq }) => seq)),
    })
    commit(nextEvent())
    delivery.observe(jane)
    await turns(4)
    delivery.wake(commit(nextEvent()))
    await enter(new TestReader('one'), { room: jane, filter: null, after: null })
    delivery.leave(jane, 'one')
    commit(nextEvent())
    delivery.wake(commit(nextEvent()))
    await turns(4)
    expect(observed).toEqual([2, 3, 4])
    delivery.unobserve(jane)
    expect(delivery.rooms).toEqual([])
  })
})
