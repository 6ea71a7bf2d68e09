import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const root = path.join(import.meta.dirname, '../..')
const text = (file: string) => readFileSync(path.join(root, file), 'utf8')

/** Returns the files that a cell of the table names in `code` marks. */
const filesIn = (cell: string) => [...cell.matchAll(/`([^`]+\.[a-z]+)`/g)].map(([, file]) => String(file))

const rows = text('docs/realtime-rules.md')
  .split('\n')
  .filter((line) => /^\| RT\d+ /.test(line))
  .map((line) => {
    const [, rule = '', , implementation = '', tests = ''] = line.split('|').map((cell) => cell.trim())
    return { rule, sources: filesIn(implementation), tests: filesIn(tests), isPlanned: tests === 'later' }
  })

test('the table has one row for each rule of the protocol', () => {
  expect(rows.map(({ rule }) => rule)).toEqual(Array.from({ length: 21 }, (_, index) => `RT${index + 1}`))
})

test.each(rows.filter(({ isPlanned }) => !isPlanned))('$rule names files that exist, and its tests cite it', ({ rule, sources, tests }) => {
  expect(sources.length, 'no source file is named').toBeGreaterThan(0)
  expect(tests.length, 'no test is named').toBeGreaterThan(0)
  for (const file of [...sources, ...tests]) expect(existsSync(path.join(root, file)), `${file} exists`).toBe(true)
  for (const file of tests) expect(text(file), `${file} cites ${rule}`).toMatch(new RegExp(`\\b${rule}\\b`))
})
