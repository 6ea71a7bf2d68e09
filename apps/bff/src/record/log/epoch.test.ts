import type { EventId } from '@wardline/events'
import { expect, it } from 'vitest'
import type { Database } from '../../database/database.ts'
import { openTestDatabase } from '../../testing/snapshot.ts'
import { openTestWard } from '../../testing/ward.ts'
import { renewEpoch, resolveEpoch } from './epoch.ts'
import { openRoomLog } from './room-log.ts'

const epochHere = async (database: Database) => (await resolveEpoch(database)).epoch

it('RT7: the epoch stays as long as the database is where it was, and begins anew elsewhere, once', async () => {
  const database = await openTestDatabase()
  const first = await epochHere(database)
  expect(first).not.toBe('')
  expect(await epochHere(database)).toBe(first)
  if (database.onServer) {
    await database.query('test_elsewhere', "UPDATE log_epoch SET cluster = 'another cluster'")
    const [one, other] = await Promise.all([epochHere(database), epochHere(database)])
    expect(one).toBe(other)
    expect(one).not.toBe(first)
    expect(await epochHere(database)).toBe(one)
  }
  await database.close()
})

it('RT7: an epoch is ended once, however many end it', async () => {
  const database = await openTestDatabase()
  const first = await epochHere(database)
  const [one, other] = await Promise.all([renewEpoch(database, first), renewEpoch(database, first)])
  expect(one).toBe(other)
  expect(one).not.toBe(first)
  expect(await renewEpoch(database, first)).toBe(one)
  await database.close()
})

it('RT7: a cluster that stands further back than it was seen was put back, and begins a life of its own, once', async () => {
  const database = await openTestDatabase()
  const seen = await resolveEpoch(database)
  expect((await resolveEpoch(database, seen)).epoch).toBe(seen.epoch)
  const further = { ...seen, written: seen.written + 1_000_000_000n }
  const [one, other] = await Promise.all([resolveEpoch(database, further), resolveEpoch(database, further)])
  expect(one.epoch).toBe(other.epoch)
  expect(one.epoch === seen.epoch).toBe(!database.onServer)
  expect((await resolveEpoch(database, one)).epoch).toBe(one.epoch)
  await database.close()
})

it('RT7: a log that lacks an event it had was put back, however much was written since, and begins a life of its own, once', async () => {
  const ward = await openTestWard()
  const { database } = ward
  await ward.admit()
  const log = await openRoomLog(database)
  const [known] = await database.query<{ id: EventId }>('test_newest', 'SELECT event_id AS id FROM event LIMIT 1')
  const first = log.epoch
  log.saw(known?.id as EventId)
  await log.checkEpoch()
  expect(log.epoch).toBe(first)
  log.saw('01a1ff88-0000-7000-8000-000000000000' as EventId)
  await log.checkEpoch()
  expect(log.epoch === first).toBe(!database.onServer)
  const second = log.epoch
  await log.checkEpoch()
  expect(log.epoch).toBe(second)
  await ward.close()
})
