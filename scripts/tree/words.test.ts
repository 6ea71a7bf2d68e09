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

test('no file of the project uses a word of the list', () => {
  expect(findingsUnder().map(({ file, line, word }) => `${file}:${line} ${word}`)).toEqual([])
})
