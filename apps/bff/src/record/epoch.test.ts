import { expect, it } from 'vitest'
import { openTestDatabase } from '../testing/snapshot.ts'
import { epochHere, renewEpoch } from './epoch.ts'

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
