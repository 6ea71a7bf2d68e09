import { type Room, rooms, type Subject } from '@wardline/events'
import type { LogEntry } from '@wardline/sync/server'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { addProblem } from '../../testing/problem.ts'
import { openTestCore, type TestCore } from '../../testing/services.ts'
import { consumerLag } from './consumer-lag.ts'
import { consumerOffsetsIn } from './consumer-offsets.ts'
import { LogConsumer } from './log-consumer.ts'

let core: TestCore
let patient: Subject
let room: Room
const running: LogConsumer[] = []
beforeEach(async () => {
  core = await openTestCore()
  patient = await core.admit()
  room = rooms.patient(patient.patientId)
})
afterEach(async () => {
  for (const consumer of running.splice(0)) await consumer.stop()
  await core.close()
})

interface Reading {
  readonly consumer: LogConsumer
  readonly taken: LogEntry[]
  readonly buried: LogEntry[]
}

/** One process's consumer. @param poison entries it cannot take in */
async function reading(poison: (entry: LogEntry) => boolean = () => false, paused = () => false): Promise<Reading> {
  const taken: LogEntry[] = []
  const buried: LogEntry[] = []
  const consumer = new LogConsumer({
    name: 'caller',
    rooms: rooms.patient(''),
    log: core.log,
    places: consumerOffsetsIn(core.database),
    bus: core.bus,
    take(entry) {
      if (poison(entry)) throw new Error('poisoned')
      taken.push(entry)
    },
    bury: async (entry) => void buried.push(entry),
    paused,
    processed: () => undefined,
    failed: () => undefined,
    sweepMs: 1e9,
  })
  running.push(consumer)
  await consumer.start()
  return { consumer, taken, buried }
}

async function diagnosed(about: Subject, count = 1): Promise<void> {
  const amal = await core.as('dr.amal')
  for (let made = 0; made < count; made++) await addProblem(amal, about)
}
const seqs = ({ taken }: Reading) => taken.map(({ seq }) => seq)
const head = async () => (await core.log.heads([room])).get(room)?.seq ?? 0
const lag = () => consumerLag(core.database, 'caller', rooms.patient(''))

it('begins with what happens from now on, and takes everything in, in order, once', async () => {
  const before = await head()
  const one = await reading()
  await diagnosed(patient, 3)
  await one.consumer.sweep()
  expect(seqs(one)).toEqual([before + 1, before + 2, before + 3])
  expect(await lag()).toBe(0)
})

it('what a process did not come to another takes up, from where the first stood', async () => {
  const dead = await reading()
  await diagnosed(patient, 2)
  await dead.consumer.sweep()
  await dead.consumer.stop()
  await diagnosed(patient, 3)
  expect(await lag()).toBe(3)
  const other = await reading()
  await other.consumer.sweep()
  expect(seqs(other)).toEqual(
    seqs(dead)
      .map((seq) => seq + 2)
      .concat((seqs(dead).at(-1) ?? 0) + 3),
  )
  expect(await lag()).toBe(0)
})

it('never goes back when another process was further', async () => {
  const places = consumerOffsetsIn(core.database)
  await reading()
  await places.keep('caller', new Map([[room, 50]]))
  await places.keep('caller', new Map([[room, 7]]))
  expect((await places.of('caller', [room])).get(room)).toBe(50)
})

it('RT14: an entry that cannot be taken in is tried again, set aside, and holds up no other patient', async () => {
  const other = await core.admit()
  const one = await reading((entry) => entry.room === room)
  await diagnosed(patient)
  await diagnosed(other, 2)
  await one.consumer.sweep()
  expect(one.taken.map((entry) => entry.room)).toEqual(Array(2).fill(rooms.patient(other.patientId)))
  for (let tries = 0; tries < 5; tries++) await one.consumer.sweep()
  expect(one.buried.map((entry) => entry.room)).toEqual([room])
  await expect(one.consumer.again(room, one.buried[0]?.seq ?? 0)).rejects.toThrow('poisoned')
  expect(await lag()).toBe(0)
})

it('takes in again, when somebody asks for it, what it had set aside', async () => {
  let poisoned = true
  const one = await reading((entry) => poisoned && entry.room === room)
  await diagnosed(patient)
  for (let tries = 0; tries < 6; tries++) await one.consumer.sweep()
  const seq = one.buried[0]?.seq ?? 0
  poisoned = false
  await one.consumer.again(room, seq)
  expect(seqs(one)).toEqual([seq])
})

it('stands still while paused, and misses nothing of it', async () => {
  let paused = true
  const one = await reading(undefined, () => paused)
  await diagnosed(patient, 2)
  await one.consumer.sweep()
  expect(one.taken).toEqual([])
  paused = false
  await one.consumer.sweep()
  expect(one.taken).toHaveLength(2)
})
