import { expect, test } from 'vitest'
import { batched } from './batch.ts'

/** A loader that returns each key in capitals, once the test opens its gate. */
function openLoader(maxSize = 10) {
  const batches: (readonly string[])[] = []
  const gates: (() => void)[] = []
  const load = batched(async (keys: readonly string[]) => {
    batches.push(keys)
    await new Promise<void>((open) => gates.push(open))
    if (keys.includes('poison')) throw new Error('cannot be loaded')
    return keys.map((key) => key.toUpperCase())
  }, maxSize)
  /** Opens the gates one by one until the promise settles. */
  async function drain<T>(promise: Promise<T>): Promise<T> {
    let settled = false
    const onSettled = () => {
      settled = true
    }
    promise.then(onSettled, onSettled)
    while (!settled) {
      gates.shift()?.()
      await Promise.resolve()
    }
    return promise
  }
  return { load, batches, drain }
}

test('a single key is loaded at once', () => {
  const { load, batches } = openLoader()
  void load('a')
  expect(batches).toEqual([['a']])
})

test('keys that arrive during a load are loaded together after it, each with its own result', async () => {
  const { load, batches, drain } = openLoader()
  const results = Promise.all(['a', 'b', 'c'].map(load))
  expect(await drain(results)).toEqual(['A', 'B', 'C'])
  expect(batches).toEqual([['a'], ['b', 'c']])
})

test('a batch has at most the given number of keys', async () => {
  const { load, batches, drain } = openLoader(2)
  await drain(Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map(load)))
  expect(batches.map(({ length }) => length)).toEqual([1, 2, 2, 1])
})

test('a key that cannot be loaded fails alone, and later keys are loaded', async () => {
  const { load, drain } = openLoader()
  const settled = Promise.allSettled(['a', 'poison', 'c'].map(load))
  expect((await drain(settled)).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  await expect(drain(load('poison'))).rejects.toThrow('cannot be loaded')
  expect(await drain(load('d'))).toBe('D')
})
