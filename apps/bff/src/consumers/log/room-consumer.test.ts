import { type Room, rooms, type Subject } from '@wardline/events'
import type { LogEntry } from '@wardline/sync/server'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { addProblem } from '../../testing/record/add-problem.ts'
import { openTestCore, type TestCore } from '../../testing/services.ts'
import { eachEntry } from './batch.ts'
import { consumerLag } from './consumer-lag.ts'
import { consumerOffsetsIn } from './consumer-offsets.ts'
import { RoomConsumer } from './room-consumer.ts'

let core: TestCore
let patient: Subject
let room: Room
const running: RoomConsumer[] = []
beforeEach(async () => {
  core = await openTestCore()
  patient = await core.admit()
  room = rooms.patient(patient.patientId)
})
afterEach(async () => {
  for (const consumer of running.splice(0)) await consumer.stop()
  await core.close()
})

interface TestConsumer {
  readonly consumer: RoomConsumer
  readonly processed: LogEntry[]
  readonly deadLettered: LogEntry[]
}

const offsets = () => consumerOffsetsIn(core.database, 'caller', rooms.patient(''))

/** Starts the consumer of one instance. @param poison entries that fail */
async function startConsumer(poison: (entry: LogEntry) => boolean = () => false, paused = () => false): Promise<TestConsumer> {
  const processed: LogEntry[] = []
  const deadLettered: LogEntry[] = []
  const consumer = new RoomConsumer({
    name: 'caller',
    rooms: rooms.patient(''),
    handler: {
      process: eachEntry((entry) => {
        if (poison(entry)) throw new Error('poisoned')
        processed.push(entry)
      }),
      reasonOf: () => 'poisoned',
    },
    log: core.log,
    offsets: offsets(),
    bus: core.bus,
    deadLetters: { put: async (_, entry) => void deadLettered.push(entry) },
    pauses: { isPaused: paused, onResumed: () => () => undefined },
    retryDelaysMs: [1, 1, 1, 1],
    onProcessed: () => undefined,
    onError: () => undefined,
    sweepMs: 1e9,
  })
  running.push(consumer)
  await consumer.start()
  return { consumer, processed, deadLettered }
}

async function addProblems(about: Subject, count = 1): Promise<void> {
  const amal = await core.as('dr.amal')
  for (let added = 0; added < count; added++) await addProblem(amal, about)
}
const seqs = ({ processed }: TestConsumer) => processed.map(({ seq }) => seq)
const head = async () => (await core.log.heads([room])).get(room)?.seq ?? 0
/** Sweeps, waits until the room is processed, and sweeps again, which saves its offset. */
async function catchUp({ consumer }: TestConsumer): Promise<void> {
  await consumer.sweep()
  await consumer.settled([room], 10_000)
  await consumer.sweep()
}
const lag = () => consumerLag(core.database, 'caller', rooms.patient(''))

it('a new consumer starts at the end of the log and processes every entry once, in order', async () => {
  const before = await head()
  const one = await startConsumer()
  await addProblems(patient, 3)
  await catchUp(one)
  expect(seqs(one)).toEqual([before + 1, before + 2, before + 3])
  expect(await lag()).toBe(0)
})

it('another instance continues at the offset of a stopped one', async () => {
  const stopped = await startConsumer()
  await addProblems(patient, 2)
  await catchUp(stopped)
  await stopped.consumer.stop()
  await addProblems(patient, 3)
  expect(await lag()).toBe(3)
  const other = await startConsumer()
  await catchUp(other)
  expect(seqs(other)).toEqual(
    seqs(stopped)
      .map((seq) => seq + 2)
      .concat((seqs(stopped).at(-1) ?? 0) + 3),
  )
  expect(await lag()).toBe(0)
})

it('an offset never decreases when another instance is further', async () => {
  const places = offsets()
  await startConsumer()
  await places.save(new Map([[room, 50]]))
  await places.save(new Map([[room, 7]]))
  expect((await places.positionsOf([room])).get(room)).toBe(50)
})

it('RT14: a failing entry is retried, then dead-lettered, and delays no other room', async () => {
  const other = await core.admit()
  const one = await startConsumer((entry) => entry.room === room)
  await addProblems(patient)
  await addProblems(other, 2)
  await one.consumer.sweep()
  await one.consumer.settled([rooms.patient(other.patientId)], 10_000)
  expect(one.processed.map((entry) => entry.room)).toEqual(Array(2).fill(rooms.patient(other.patientId)))
  await catchUp(one)
  expect(one.deadLettered.map((entry) => entry.room)).toEqual([room])
  await expect(one.consumer.replay(room, one.deadLettered[0]?.seq ?? 0)).rejects.toThrow('poisoned')
  expect(await lag()).toBe(0)
})

it('a dead-lettered entry can be replayed', async () => {
  let poisoned = true
  const one = await startConsumer((entry) => poisoned && entry.room === room)
  await addProblems(patient)
  await catchUp(one)
  const seq = one.deadLettered[0]?.seq ?? 0
  poisoned = false
  await one.consumer.replay(room, seq)
  expect(seqs(one)).toEqual([seq])
})

it('a paused consumer processes nothing and misses nothing', async () => {
  let paused = true
  const one = await startConsumer(undefined, () => paused)
  await addProblems(patient, 2)
  await catchUp(one)
  expect(one.processed).toEqual([])
  paused = false
  await catchUp(one)
  expect(one.processed).toHaveLength(2)
})
