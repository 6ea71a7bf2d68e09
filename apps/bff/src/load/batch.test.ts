import { expect, test } from 'vitest'
import { batched } from './batch.ts'

/** Answers each question with itself in capitals, when it is let. */
function oracle(atMost = 10) {
  const asked: (readonly string[])[] = []
  const gates: (() => void)[] = []
  const ask = batched(async (questions: readonly string[]) => {
    asked.push(questions)
    await new Promise<void>((open) => gates.push(open))
    if (questions.includes('poison')) throw new Error('not to be answered')
    return questions.map((question) => question.toUpperCase())
  }, atMost)
  /** Lets answers go until the promise is settled. */
  async function letGo<T>(promise: Promise<T>): Promise<T> {
    let settled = false
    const over = () => {
      settled = true
    }
    promise.then(over, over)
    while (!settled) {
      gates.shift()?.()
      await Promise.resolve()
    }
    return promise
  }
  return { ask, asked, letGo }
}

test('a question that comes alone leaves in its own turn', () => {
  const { ask, asked } = oracle()
  void ask('a')
  expect(asked).toEqual([['a']])
})

test('what comes while one is under way leaves together after it, each with its own answer', async () => {
  const { ask, asked, letGo } = oracle()
  const answers = Promise.all(['a', 'b', 'c'].map(ask))
  expect(await letGo(answers)).toEqual(['A', 'B', 'C'])
  expect(asked).toEqual([['a'], ['b', 'c']])
})

test('never more than so many leave together', async () => {
  const { ask, asked, letGo } = oracle(2)
  await letGo(Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map(ask)))
  expect(asked.map(({ length }) => length)).toEqual([1, 2, 2, 1])
})

test('a question that cannot be answered fails by itself, and the next one is asked', async () => {
  const { ask, letGo } = oracle()
  const settled = Promise.allSettled(['a', 'poison', 'c'].map(ask))
  expect((await letGo(settled)).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  await expect(letGo(ask('poison'))).rejects.toThrow('not to be answered')
  expect(await letGo(ask('d'))).toBe('D')
})
