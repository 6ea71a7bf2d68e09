import { expect, test } from 'vitest'
import { countPlaywright, countVitest, sentence } from './checks.ts'

const green = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] }

test('a test file that cannot be read counts as a failure although no test failed', () => {
  const testResults = [{ status: 'failed', assertionResults: [] }]
  expect(countVitest({ ...green, testResults })).toEqual({ passed: 3, failed: 1, skipped: 0 })
})

test('a story that passed only when repeated counts as a failure', () => {
  expect(countPlaywright({ stats: { expected: 2, unexpected: 0, flaky: 1, skipped: 0 }, errors: [] })).toEqual({
    passed: 2,
    failed: 1,
    skipped: 0,
  })
})

test('an error outside every story counts as a failure', () => {
  expect(countPlaywright({ stats: { expected: 2, unexpected: 0, flaky: 0, skipped: 0 }, errors: [{}] }).failed).toBe(1)
})

test('skipped tests are said only when there are any', () => {
  expect(sentence({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed')
  expect(sentence({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped')
})
