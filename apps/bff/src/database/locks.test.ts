import { expect, it } from 'vitest'
import { openTestDatabase } from '../testing/snapshot.ts'

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
