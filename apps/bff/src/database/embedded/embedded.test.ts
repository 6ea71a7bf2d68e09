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

describe('concurrent statements', () => {
  it('get their own result each', async () => {
    const numbers = Array.from({ length: 200 }, (_, n) => n)
    const answers = await Promise.all(numbers.map((n) => database.query<{ n: number }>('test_echo', 'SELECT $1::int AS n', [n])))
    expect(answers.map(([row]) => row?.n)).toEqual(numbers)
  })

  it('fail alone: the others on the connection succeed', async () => {
    await put(1)
    const outcomes = await Promise.allSettled([put(2), put(1), put(3), database.query('test_wrong', 'SELEC'), put(4)])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled'])
    expect(await all()).toEqual([1, 2, 3, 4])
  })

  it('never enter an open transaction and do not starve it', async () => {
    let isWriting = true
    let outside = 100
    const busy = async () => {
      while (isWriting) await put(outside++)
    }
    const writers = [busy(), busy(), busy()]
    const rolledBack = database.orm.transaction(async (tx) => {
      await tx.execute('INSERT INTO test_number VALUES (50)')
      await tx.execute('SELECT 1')
      throw new Error('rolled back')
    })
    await expect(rolledBack).rejects.toThrow('rolled back')
    isWriting = false
    await Promise.all(writers)
    const numbers = await all()
    expect(numbers).not.toContain(50)
    expect(numbers.filter((n) => n >= 100)).toEqual(Array.from({ length: outside - 100 }, (_, index) => 100 + index))
  })
})
