import { copyOf } from '@wardline/test-kit/servers/template'
import pg from 'pg'
import { expect, inject, it } from 'vitest'
import { openTestDatabase } from '../testing/snapshot.ts'
import { serverLocks } from './locks.ts'

it('what must be done alone is done by one after the other', async () => {
  const database = await openTestDatabase()
  const story: string[] = []
  const task = (name: string) =>
    database.locks.alone('fill', async () => {
      story.push(`${name} begins`)
      await database.query('one', 'SELECT 1')
      story.push(`${name} ends`)
    })
  if (database.onServer) {
    await Promise.all([task('a'), task('b'), task('c')])
    for (let at = 0; at < story.length; at += 2) expect(story[at + 1]).toBe(story[at]?.replace('begins', 'ends'))
  } else await task('a')
  expect(story.length).toBeGreaterThan(1)
  await database.close()
})

it('who failed holds nothing', async () => {
  const database = await openTestDatabase()
  await expect(database.locks.alone('fill', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  expect(await database.locks.alone('fill', async () => 'free')).toBe('free')
  await database.close()
})

it('what is held is held by one, until it is given back', async () => {
  const database = await openTestDatabase()
  const held = await database.locks.tryHold('living ward')
  expect(held).not.toBeNull()
  if (database.onServer) expect(await database.locks.tryHold('living ward')).toBeNull()
  await held?.release()
  await held?.over
  const again = await database.locks.tryHold('living ward')
  expect(again).not.toBeNull()
  await again?.release()
  await database.close()
})

it('a turn is waited for longer than a statement may take', async ({ skip }) => {
  if (process.env.WARDLINE_TEST_DATABASE !== 'postgres') return skip('the embedded database has one process')
  const pool = new pg.Pool({ connectionString: await copyOf(inject('postgres')), query_timeout: 200 })
  const locks = serverLocks(pool)
  const turn = Promise.withResolvers<string>()
  await locks.alone('fill', async () => {
    locks.alone('fill', async () => 'its turn').then(turn.resolve, turn.reject)
    await expect.poll(async () => (await pool.query('SELECT 1 FROM pg_locks WHERE NOT granted')).rowCount).toBe(1)
    // Begun after the wait, and over once the limit of a statement has passed.
    await expect(pool.query('SELECT pg_sleep(2)')).rejects.toThrow('Query read timeout')
  })
  expect(await turn.promise).toBe('its turn')
  await pool.end()
})
