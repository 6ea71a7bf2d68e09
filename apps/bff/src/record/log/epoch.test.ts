import type { EventId } from '@wardline/events'
import { expect, it } from 'vitest'
import type { Database } from '../../database/database.ts'
import { openTestDatabase } from '../../testing/record/snapshot.ts'
import { openTestWard } from '../../testing/ward.ts'
import { renewEpoch, resolveEpoch } from './epoch.ts'
import { openRoomLog } from './room-log.ts'

const epochHere = async (database: Database) => (await resolveEpoch(database)).epoch

it('RT7: the epoch stays within a cluster and is renewed once in another one', async () => {
  const database = await openTestDatabase()
  const first = await epochHere(database)
  expect(first).not.toBe('')
  expect(await epochHere(database)).toBe(first)
  if (database.isServer) {
    await database.query('test_elsewhere', "UPDATE log_epoch SET cluster = 'another cluster'")
    const [one, other] = await Promise.all([epochHere(database), epochHere(database)])
    expect(one).toBe(other)
    expect(one).not.toBe(first)
    expect(await epochHere(database)).toBe(one)
  }
  await database.close()
})

it('RT7: concurrent renewals of an epoch renew it once', async () => {
  const database = await openTestDatabase()
  const first = await epochHere(database)
  const [one, other] = await Promise.all([renewEpoch(database, first), renewEpoch(database, first)])
  expect(one).toBe(other)
  expect(one).not.toBe(first)
  expect(await renewEpoch(database, first)).toBe(one)
  await database.close()
})

it('RT7: a cluster behind its last known position was restored, and its epoch is renewed once', async () => {
  const database = await openTestDatabase()
  const before = await resolveEpoch(database)
  expect((await resolveEpoch(database, before)).epoch).toBe(before.epoch)
  const ahead = { ...before, written: before.written + 1_000_000_000n }
  const [one, other] = await Promise.all([resolveEpoch(database, ahead), resolveEpoch(database, ahead)])
  expect(one.epoch).toBe(other.epoch)
  expect(one.epoch === before.epoch).toBe(!database.isServer)
  expect((await resolveEpoch(database, one)).epoch).toBe(one.epoch)
  await database.close()
})

it('RT7: a log that lacks a known event was restored, however much was written since, and its epoch is renewed once', async () => {
  const ward = await openTestWard()
  const { database } = ward
  await ward.admit()
  const log = await openRoomLog(database)
  const [newest] = await database.query<{ id: EventId }>('test_newest', 'SELECT event_id AS id FROM event LIMIT 1')
  const first = log.epoch
  log.noteCommitted(newest?.id as EventId)
  await log.checkEpoch()
  expect(log.epoch).toBe(first)
  log.noteCommitted('01a1ff88-0000-7000-8000-000000000000' as EventId)
  await log.checkEpoch()
  expect(log.epoch === first).toBe(!database.isServer)
  const second = log.epoch
  await log.checkEpoch()
  expect(log.epoch).toBe(second)
  await ward.close()
})
