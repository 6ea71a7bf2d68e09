import { expect, it } from 'vitest'
import { openTestDatabase } from '../testing/snapshot.ts'

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
