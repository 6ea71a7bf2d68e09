import { type Room, rooms, type Subject } from '@wardline/events'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestApp, type TestApp } from '../../testing/app.ts'
import * as problem from '../../testing/record/add-problem.ts'
import { advanceLowWatermarks } from './retention.ts'

const DAY_MS = 86_400_000
const week = { ms: 7 * DAY_MS, entries: 100_000 }

let app: TestApp
let time = Date.parse('2026-11-01T08:00:00Z')
let jane: Subject
let room: Room
beforeAll(async () => {
  app = await openTestApp({ now: () => new Date(time) })
  jane = await app.core.admit()
  room = rooms.patient(jane.patientId)
})
afterAll(() => app.close())

const headOf = async (of = room) => {
  const head = (await app.core.log.heads([of])).get(of)
  if (!head) throw new Error('the room has a head')
  return head
}
const addProblem = async (text: string) => problem.addProblem(await app.core.as('dr.amal'), jane, { text })
const advanceLow = (keeping = week) => advanceLowWatermarks(app.core.database, keeping, new Date(time))

it('the low watermark advances by age per room, keeps the entries and never decreases', async () => {
  const before = await headOf()
  expect(await advanceLow()).toBe(0)
  time += 8 * DAY_MS
  const other = await app.core.admit()
  expect(await advanceLow()).toBeGreaterThan(0)
  expect(await headOf()).toMatchObject({ seq: before.seq, low: before.seq + 1 })
  expect((await headOf(rooms.patient(other.patientId))).low).toBe(1)
  expect((await app.core.log.read(new Map([[room, 0]]), 10)).get(room)?.entries).toHaveLength(before.seq)
  expect(await advanceLow()).toBe(0)
  expect(await advanceLowWatermarks(app.core.database, { ms: 365 * DAY_MS, entries: 1_000_000 }, new Date(time))).toBe(0)
})

it('the low watermark advances by count, in steps, to exactly the number of entries kept', async () => {
  const sara = await app.core.admit()
  const otherRoom = rooms.patient(sara.patientId)
  const from = await headOf(otherRoom)
  await app.core.database.query(
    'test_long',
    `WITH copies AS (
       INSERT INTO event (event_id, type, patient_id, recorded_at, body)
       SELECT 'copy-' || n, type, patient_id, recorded_at, body FROM generate_series(1, 2500) n,
         LATERAL (SELECT event.* FROM event JOIN room_log USING (event_id) WHERE room = $1 LIMIT 1) one RETURNING event_id
     ), log AS (
       INSERT INTO room_log (room, seq, event_id, audiences, prevs)
       SELECT $1, $2 + row_number() OVER (), event_id, 1, $3 FROM copies
     )
     UPDATE room_head SET seq = seq + 2500 WHERE room = $1`,
    [otherRoom, from.seq, from.lasts],
  )
  expect(await advanceLowWatermarks(app.core.database, { ...week, entries: 200 }, new Date(time))).toBeGreaterThan(0)
  const { seq, low } = await headOf(otherRoom)
  expect(seq - low + 1).toBe(200)
})

it('concurrent runs end at the same low watermark', async () => {
  const before = (await headOf()).low
  time += 30 * DAY_MS
  await addProblem('Old by then')
  time += 30 * DAY_MS
  await Promise.all([advanceLow(), advanceLow(), advanceLow()])
  await advanceLow()
  const { seq, low } = await headOf()
  expect(low).toBe(seq + 1)
  expect(low).toBeGreaterThan(before)
})

it('a client below the low watermark gets a resync, and a client at the head misses nothing (RT7)', async () => {
  const amal = await app.signIn('dr.amal')
  const { seq, low } = await headOf()
  const socket = await amal.socket()
  const subscribeFrom = (after: number) =>
    socket.ask('subscription', {
      subscription_id: `s${after}`,
      rooms: [room],
      after: { [room]: { epoch: app.core.log.epoch, seq: after } },
    })
  expect(await subscribeFrom(low - 2)).toMatchObject({ rooms: { [room]: { resync: 'below-low', head: seq } } })
  expect(await subscribeFrom(seq)).toMatchObject({ rooms: { [room]: { head: seq, missed: [] } } })
  socket.close()
})
