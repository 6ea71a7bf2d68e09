import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const root = path.join(import.meta.dirname, '../..')
const text = (file: string) => readFileSync(path.join(root, file), 'utf8')

/** The files a cell of the table names, as `code`. */
const filesIn = (cell: string) => [...cell.matchAll(/`([^`]+\.[a-z]+)`/g)].map(([, file]) => String(file))

const rows = text('docs/realtime-rules.md')
  .split('\n')
  .filter((line) => /^\| RT\d+ /.test(line))
  .map((line) => {
    const [, rule = '', , places = '', tests = ''] = line.split('|').map((cell) => cell.trim())
    return { rule, places: filesIn(places), tests: filesIn(tests), later: tests === 'later' }
  })

test('every rule of the protocol has one row', () => {
  expect(rows.map(({ rule }) => rule)).toEqual(Array.from({ length: 21 }, (_, index) => `RT${index + 1}`))
})

test.each(rows.filter(({ later }) => !later))(
  '$rule lives where the table says, and the tests named for it cite it',
  ({ rule, places, tests }) => {
    expect(places.length, 'no place is named').toBeGreaterThan(0)
    expect(tests.length, 'no test is named').toBeGreaterThan(0)
    for (const file of [...places, ...tests]) expect(existsSync(path.join(root, file)), `${file} exists`).toBe(true)
    for (const file of tests) expect(text(file), `${file} cites ${rule}`).toMatch(new RegExp(`\\b${rule}\\b`))
  },
)
