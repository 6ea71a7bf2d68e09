import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../run/runtime.mjs'
import { countPlaywright, countVitest, formatCounts, slowestFiles } from './reports.ts'

const passing = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] }

const resultOf = (file: string, seconds: number) => ({
  name: path.join(root, file),
  status: 'passed',
  startTime: 5_000,
  endTime: 5_000 + seconds * 1000,
  assertionResults: [{}],
})

test('a test file that fails to load counts as a failure although no test failed', () => {
  const testResults = [{ ...resultOf('broken.test.ts', 0), status: 'failed', assertionResults: [] }]
  expect(countVitest({ ...passing, testResults })).toEqual({ passed: 3, failed: 1, skipped: 0 })
})

test('the ten slowest test files are listed with their seconds, slowest first', () => {
  const testResults = Array.from({ length: 12 }, (_, seconds) => resultOf(`file-${seconds}.test.ts`, seconds))
  const lines = slowestFiles({ ...passing, testResults })
  expect(lines).toHaveLength(10)
  expect(lines[0]).toBe('   11.0 s  file-11.test.ts')
  expect(lines[9]).toBe('    2.0 s  file-2.test.ts')
})

test('a story that passes only on a retry counts as a failure', () => {
  expect(countPlaywright({ stats: { expected: 2, unexpected: 0, flaky: 1, skipped: 0 }, errors: [] })).toEqual({
    passed: 2,
    failed: 1,
    skipped: 0,
  })
})

test('an error outside all stories counts as a failure', () => {
  expect(countPlaywright({ stats: { expected: 2, unexpected: 0, flaky: 0, skipped: 0 }, errors: [{}] }).failed).toBe(1)
})

test('the summary mentions skipped tests only when there are any', () => {
  expect(formatCounts({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed')
  expect(formatCounts({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped')
})
