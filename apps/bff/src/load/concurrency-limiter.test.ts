import { expect, test } from 'vitest'
import { Refusal } from '../commands/refusal.ts'
import { ConcurrencyLimiter } from './concurrency-limiter.ts'

/** Work that ends when it is told to. */
function work() {
  const begun: string[] = []
  const ends = new Map<string, { done(): void; fail(error: Error): void }>()
  const act = (name: string) => () => {
    begun.push(name)
    return new Promise<string>((resolve, reject) => ends.set(name, { done: () => resolve(name), fail: reject }))
  }
  return { begun, act, end: (name: string) => ends.get(name)?.done(), fail: (name: string) => ends.get(name)?.fail(new Error(name)) }
}

test('so many are in hand, so many wait, and one more is refused before it began', async () => {
  const line = new ConcurrencyLimiter({ atOnce: 2, waiting: 1 })
  const { begun, act, end } = work()
  const taken = ['a', 'b', 'c'].map((name) => line.through(act(name)))
  await expect(line.through(act('d'))).rejects.toBeInstanceOf(Refusal)
  await expect(line.through(act('e'))).rejects.toMatchObject({ code: 'BUSY', detail: { retryAfterMs: 1000 } })
  expect(begun).toEqual(['a', 'b'])
  end('a')
  await taken[0]
  expect(begun).toEqual(['a', 'b', 'c'])
  end('b')
  end('c')
  expect(await Promise.all(taken)).toEqual(['a', 'b', 'c'])
})

test('they come in the order they asked, and nobody who comes now gets in before those who wait', async () => {
  const line = new ConcurrencyLimiter({ atOnce: 1, waiting: 5 })
  const { begun, act, end } = work()
  const first = line.through(act('a'))
  const rest = ['b', 'c'].map((name) => line.through(act(name)))
  end('a')
  const late = first.then(() => line.through(act('d')))
  await first
  for (const name of ['b', 'c', 'd']) {
    while (!begun.includes(name)) await Promise.resolve()
    end(name)
  }
  await Promise.all([...rest, late])
  expect(begun).toEqual(['a', 'b', 'c', 'd'])
})

test('one that fails gives its place on', async () => {
  const line = new ConcurrencyLimiter({ atOnce: 1, waiting: 1 })
  const { act, end, fail } = work()
  const [first, second] = [line.through(act('a')), line.through(act('b'))]
  fail('a')
  await expect(first).rejects.toThrow('a')
  end('b')
  expect(await second).toBe('b')
  const third = line.through(act('c'))
  end('c')
  expect(await third).toBe('c')
})
