import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { measured, runs } from './proof-runs.ts'

const root = path.join(import.meta.dirname, '../..')
const text = (file: string) => readFileSync(path.join(root, file), 'utf8')

const rows = text('docs/proof.md')
  .split('\n')
  .filter((row) => /^\| [RS]\d+ /.test(row))
  .map((row) => {
    const [, line = '', , held = '', figure = ''] = row.split('|').map((cell) => cell.trim())
    return { line, figure, files: [...held.matchAll(/`([^`]+\.tsx?)`/g)].map(([, file]) => String(file)) }
  })

test('every line that is run has one row, and every row is run', () => {
  const run = new Set([...runs.flatMap(({ lines }) => lines), ...measured.map(({ line }) => line)])
  expect(rows.map(({ line }) => line).toSorted()).toEqual([...run].toSorted())
})

test.each(rows)('$line: the files named for it exist, cite it, and one of them is run', ({ line, files, figure }) => {
  expect(figure).not.toBe('')
  for (const file of files) expect(existsSync(path.join(root, file)), `${file} exists`).toBe(true)
  for (const { lines, files: ran } of runs)
    if (lines.includes(line))
      for (const file of ran.filter((one) => files.includes(one)))
        expect(text(file), `${file} cites ${line}`).toMatch(new RegExp(`\\b${line}\\b`))
  const ran = runs.filter(({ lines }) => lines.includes(line)).flatMap((run) => run.files)
  expect(measured.some((one) => one.line === line) || files.some((file) => ran.includes(file))).toBe(true)
})
