import { copyTemplate } from '@wardline/test-kit/servers/template'
import pg from 'pg'
import { expect, inject, it } from 'vitest'
import { openTestDatabase } from '../testing/record/snapshot.ts'
import { serverLocks } from './locks.ts'

it('exclusive tasks run one after the other', async () => {
  const database = await openTestDatabase()
  const timeline: string[] = []
  const task = (name: string) =>
    database.locks.withLock('fill', async () => {
      timeline.push(`${name} begins`)
      await database.query('one', 'SELECT 1')
      timeline.push(`${name} ends`)
    })
  if (database.isServer) {
    await Promise.all([task('a'), task('b'), task('c')])
    for (let at = 0; at < timeline.length; at += 2) expect(timeline[at + 1]).toBe(timeline[at]?.replace('begins', 'ends'))
  } else await task('a')
  expect(timeline.length).toBeGreaterThan(1)
  await database.close()
})

it('a failed task releases its lock', async () => {
  const database = await openTestDatabase()
  await expect(database.locks.withLock('fill', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  expect(await database.locks.withLock('fill', async () => 'free')).toBe('free')
  await database.close()
})

it('a lock has one holder until its release', async () => {
  const database = await openTestDatabase()
  const lock = await database.locks.tryAcquire('living ward')
  expect(lock).not.toBeNull()
  if (database.isServer) expect(await database.locks.tryAcquire('living ward')).toBeNull()
  await lock?.release()
  await lock?.released
  const again = await database.locks.tryAcquire('living ward')
  expect(again).not.toBeNull()
  await again?.release()
  await database.close()
})

it('waiting for a lock is not limited by the statement timeout', async ({ skip }) => {
  if (process.env.WARDLINE_TEST_DATABASE !== 'postgres') return skip('the embedded database has a single process')
  const pool = new pg.Pool({ connectionString: await copyTemplate(inject('postgres')), query_timeout: 200 })
  const locks = serverLocks(pool)
  const second = Promise.withResolvers<string>()
  await locks.withLock('fill', async () => {
    locks.withLock('fill', async () => 'acquired').then(second.resolve, second.reject)
    await expect.poll(async () => (await pool.query('SELECT 1 FROM pg_locks WHERE NOT granted')).rowCount).toBe(1)
    // Starts after the wait for the lock and ends with the statement timeout.
    await expect(pool.query('SELECT pg_sleep(2)')).rejects.toThrow('Query read timeout')
  })
  expect(await second.promise).toBe('acquired')
  await pool.end()
})
