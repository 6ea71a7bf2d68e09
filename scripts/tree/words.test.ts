import { expect, test } from 'vitest'
import { findingsIn, findingsUnder } from './words.ts'

const wordsIn = (text: string) => findingsIn('example.ts', text).map(({ word }) => word)

test('a banned word is found in identifiers, comments and texts, with its line', () => {
  expect(findingsIn('example.ts', 'const one = 1\nconst askedFor = whoWasTold()')).toEqual([
    { file: 'example.ts', line: 2, word: 'asked', instead: expect.any(String) },
    { file: 'example.ts', line: 2, word: 'told', instead: expect.any(String) },
  ])
  expect(wordsIn('// Nobody’s list')).toEqual(['nobodys'])
  expect(wordsIn("label: 'What is in hand'")).toEqual(['in hand'])
  expect(wordsIn('/** Answers the newest row. */')).toEqual(['Answers'])
})

test('a word that contains a banned one is not found', () => {
  expect(wordsIn('const tasked = masked(threshold, handler)')).toEqual([])
})

/**
 * How often a word is still used, both times in stored data: the address of an extension (`told`) and the name of an index (`asked`).
 * A number may fall, never rise; remove a word at zero.
 */
const remaining: Readonly<Record<string, number>> = { asked: 1, told: 1 }

test('no file of the project uses a word of the list, except the counted ones', () => {
  const byWord = Map.groupBy(findingsUnder(), ({ word }) => word)
  const tooMany = [...byWord].filter(([word, found]) => found.length > (remaining[word] ?? 0))
  expect(tooMany.flatMap(([, found]) => found.map(({ file, line, word }) => `${file}:${line} ${word}`))).toEqual([])
})
