import { expect, test, vi } from 'vitest'
import { Refusal } from '../commands/refusal.ts'
import { ConcurrencyLimiter } from './concurrency-limiter.ts'

/** Tasks that the test completes or fails. */
function openTasks() {
  const begun: string[] = []
  const ends = new Map<string, { done(): void; fail(error: Error): void }>()
  const task = (name: string) => () => {
    begun.push(name)
    return new Promise<string>((resolve, reject) => ends.set(name, { done: () => resolve(name), fail: reject }))
  }
  return { begun, task, end: (name: string) => ends.get(name)?.done(), fail: (name: string) => ends.get(name)?.fail(new Error(name)) }
}

test('calls over both limits are refused before they start', async () => {
  const limiter = new ConcurrencyLimiter({ maxConcurrent: 2, maxQueued: 1 })
  const { begun, task, end } = openTasks()
  const admitted = ['a', 'b', 'c'].map((name) => limiter.run(task(name)))
  await expect(limiter.run(task('d'))).rejects.toBeInstanceOf(Refusal)
  await expect(limiter.run(task('e'))).rejects.toMatchObject({ code: 'BUSY', detail: { retryAfterMs: 1000 } })
  expect(begun).toEqual(['a', 'b'])
  end('a')
  await admitted[0]
  expect(begun).toEqual(['a', 'b', 'c'])
  end('b')
  end('c')
  expect(await Promise.all(admitted)).toEqual(['a', 'b', 'c'])
})

test('calls run in the order of arrival, and a new call never overtakes a waiting one', async () => {
  const limiter = new ConcurrencyLimiter({ maxConcurrent: 1, maxQueued: 5 })
  const { begun, task, end } = openTasks()
  const first = limiter.run(task('a'))
  const rest = ['b', 'c'].map((name) => limiter.run(task(name)))
  end('a')
  const late = first.then(() => limiter.run(task('d')))
  await first
  for (const name of ['b', 'c', 'd']) {
    await vi.waitUntil(() => begun.includes(name))
    end(name)
  }
  await Promise.all([...rest, late])
  expect(begun).toEqual(['a', 'b', 'c', 'd'])
})

test('users take turns: one call of another user waits for one call of a burst, not for all', async () => {
  const limiter = new ConcurrencyLimiter({ maxConcurrent: 1, maxQueued: 20 })
  const { begun, task, end } = openTasks()
  const calls = ['a1', 'a2', 'a3', 'a4'].map((name) => limiter.run(task(name), 'amal'))
  calls.push(limiter.run(task('h1'), 'huda'))
  for (const name of ['a1', 'a2', 'h1', 'a3', 'a4']) {
    await vi.waitUntil(() => begun.includes(name))
    end(name)
  }
  await Promise.all(calls)
  expect(begun).toEqual(['a1', 'a2', 'h1', 'a3', 'a4'])
})

test('one user may fill the queue while no other user waits, and only half of it otherwise', async () => {
  const limiter = new ConcurrencyLimiter({ maxConcurrent: 1, maxQueued: 4 })
  const { task, end, begun } = openTasks()
  const calls = [limiter.run(task('h0'), 'huda'), limiter.run(task('h1'), 'huda')]
  for (const name of ['a1', 'a2']) calls.push(limiter.run(task(name), 'amal'))
  await expect(limiter.run(task('a3'), 'amal')).rejects.toMatchObject({ code: 'BUSY' })
  calls.push(limiter.run(task('h2'), 'huda'))
  await expect(limiter.run(task('o1'), 'omar')).rejects.toMatchObject({ code: 'BUSY' })
  for (const name of ['h0', 'h1', 'a1', 'h2', 'a2']) {
    await vi.waitUntil(() => begun.includes(name))
    end(name)
  }
  await Promise.all(calls)
})

test('a failed call frees its slot', async () => {
  const limiter = new ConcurrencyLimiter({ maxConcurrent: 1, maxQueued: 1 })
  const { task, end, fail } = openTasks()
  const [first, second] = [limiter.run(task('a')), limiter.run(task('b'))]
  fail('a')
  await expect(first).rejects.toThrow('a')
  end('b')
  expect(await second).toBe('b')
  const third = limiter.run(task('c'))
  end('c')
  expect(await third).toBe('c')
})
