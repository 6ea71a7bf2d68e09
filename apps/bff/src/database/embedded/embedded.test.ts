import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../database.ts'
import { openDatabase } from '../open-database.ts'

let database: Database

beforeAll(async () => {
  database = await openDatabase({ memory: true })
  await database.query('test_made', 'CREATE TABLE test_number (n int PRIMARY KEY)')
})
afterAll(() => database.close())

const put = (n: number) => database.query('test_put', 'INSERT INTO test_number VALUES ($1)', [n])
const all = async () => (await database.query<{ n: number }>('test_all', 'SELECT n FROM test_number ORDER BY n')).map(({ n }) => n)

describe('statements that are asked at once', () => {
  it('are each answered with what they asked', async () => {
    const asked = Array.from({ length: 200 }, (_, n) => n)
    const answers = await Promise.all(asked.map((n) => database.query<{ n: number }>('test_echo', 'SELECT $1::int AS n', [n])))
    expect(answers.map(([row]) => row?.n)).toEqual(asked)
  })

  it('fail alone: what went along with them is done', async () => {
    await put(1)
    const outcomes = await Promise.allSettled([put(2), put(1), put(3), database.query('test_wrong', 'SELEC'), put(4)])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled'])
    expect(await all()).toEqual([1, 2, 3, 4])
  })

  it('do not slip into a transaction, and do not keep it waiting for ever', async () => {
    let going = true
    let outside = 100
    const busy = async () => {
      while (going) await put(outside++)
    }
    const writers = [busy(), busy(), busy()]
    const undone = database.orm.transaction(async (tx) => {
      await tx.execute('INSERT INTO test_number VALUES (50)')
      await tx.execute('SELECT 1')
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    going = false
    await Promise.all(writers)
    const numbers = await all()
    expect(numbers).not.toContain(50)
    expect(numbers.filter((n) => n >= 100)).toEqual(Array.from({ length: outside - 100 }, (_, index) => 100 + index))
  })
})
