import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { benchmarkProofs, proofRuns } from './proof-runs.ts'

const root = path.join(import.meta.dirname, '../..')
const text = (file: string) => readFileSync(path.join(root, file), 'utf8')

const rows = text('docs/proof.md')
  .split('\n')
  .filter((row) => /^\| [RS]\d+ /.test(row))
  .map((row) => {
    const [, line = '', , evidence = '', figure = ''] = row.split('|').map((cell) => cell.trim())
    return { line, figure, files: [...evidence.matchAll(/`([^`]+\.tsx?)`/g)].map(([, file]) => String(file)) }
  })

test('the table has one row for each line that npm run proof proves', () => {
  const provenLines = new Set([...proofRuns.flatMap(({ lines }) => lines), ...benchmarkProofs.map(({ line }) => line)])
  expect(rows.map(({ line }) => line).toSorted()).toEqual([...provenLines].toSorted())
})

test.each(rows)('$line names files that exist and cite it, and npm run proof runs one of them', ({ line, files, figure }) => {
  expect(figure).not.toBe('')
  for (const file of files) expect(existsSync(path.join(root, file)), `${file} exists`).toBe(true)
  for (const { lines, files: ran } of proofRuns)
    if (lines.includes(line))
      for (const file of ran.filter((one) => files.includes(one)))
        expect(text(file), `${file} cites ${line}`).toMatch(new RegExp(`\\b${line}\\b`))
  const ran = proofRuns.filter(({ lines }) => lines.includes(line)).flatMap((run) => run.files)
  expect(benchmarkProofs.some((one) => one.line === line) || files.some((file) => ran.includes(file))).toBe(true)
})
