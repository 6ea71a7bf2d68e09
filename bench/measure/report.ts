import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Machine } from './machine.ts'

/** A row of the table: our value, the baseline of the same run, and the target of docs/benchmark.md. */
export interface Row {
  /** P1, P2, … */
  readonly caseId: string
  readonly workload: string
  readonly unit: string
  readonly ours: number | null
  /** null for values without a baseline (loss counts, sizes). */
  readonly baseline: number | null
  /** The judged value: a ratio, a difference, or our value. */
  readonly judged: number | null
  /** Extremes of the blocks; null without blocks. */
  readonly lowest: number | null
  readonly highest: number | null
  readonly target: string
  /** missed: beyond the target; BROKEN: an invariant does not hold; FAILED: the case could not be measured. */
  readonly verdict: 'met' | 'missed' | 'BROKEN' | 'FAILED' | 'printed'
}

/** Characters of an error in the table; it is printed in full when it occurs. */
const ERROR_LENGTH = 80

/** Returns the row of a case that could not be measured. */
export const failed = (caseId: string, error: unknown): Row => ({
  caseId,
  workload: (String(error instanceof Error ? error.message : error).split('\n')[0] ?? '').slice(0, ERROR_LENGTH),
  unit: '',
  ours: null,
  baseline: null,
  judged: null,
  lowest: null,
  highest: null,
  target: 'measured',
  verdict: 'FAILED',
})

const format = (value: number | null) => {
  if (value === null) return '–'
  const size = Math.abs(value)
  return size >= 1000
    ? Math.round(value).toLocaleString('en-GB')
    : size >= 100
      ? value.toFixed(0)
      : size >= 10
        ? value.toFixed(1)
        : value.toFixed(2)
}

const columns = ['case', 'workload', 'ours', 'baseline', 'judged', 'lowest–highest', 'target', ''] as const

const cells = (row: Row): readonly string[] => [
  row.caseId,
  row.workload,
  row.ours === null ? '–' : `${format(row.ours)} ${row.unit}`,
  row.baseline === null ? '–' : `${format(row.baseline)} ${row.unit}`,
  format(row.judged),
  row.lowest === null ? '–' : `${format(row.lowest)}–${format(row.highest)}`,
  row.target,
  row.verdict === 'printed' ? '' : row.verdict,
]

const rightAligned = new Set([2, 3, 4, 5])

/** Formats the rows as a table for a terminal. */
export function table(rows: readonly Row[]): string {
  const lines = [columns, ...rows.map(cells)]
  const widths = columns.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  const formatted = lines.map((line) =>
    line
      .map((cell, column) => (rightAligned.has(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
  return [formatted[0], widths.map((width) => '─'.repeat(width)).join('  '), ...formatted.slice(1)].join('\n')
}

/** Returns the number of rows by verdict, in one line. */
export function summary(rows: readonly Row[]): string {
  const count = (verdict: Row['verdict']) => rows.filter((row) => row.verdict === verdict).length
  return `${count('met')} met, ${count('missed')} missed, ${count('BROKEN')} broken, ${count('FAILED')} failed`
}

/** A missed target is information; a broken invariant and a failed case are failures. */
export const exitCode = (rows: readonly Row[]): 0 | 1 => (rows.some(({ verdict }) => verdict === 'BROKEN' || verdict === 'FAILED') ? 1 : 0)

export interface Run {
  readonly startedAt: Date
  readonly machine: Machine
  /** On PostgreSQL and NATS instead of embedded. */
  readonly scaled: boolean
}

/** Writes the run and its machine as JSON, for comparison with other runs. Returns the file. */
export function writeReport(rows: readonly Row[], folder: string, { startedAt, machine, scaled }: Run): string {
  mkdirSync(folder, { recursive: true })
  const file = path.join(folder, `${startedAt.toISOString().replaceAll(':', '-').slice(0, 19)}${scaled ? '-scaled' : ''}.json`)
  writeFileSync(file, `${JSON.stringify({ startedAt: startedAt.toISOString(), scaled, machine, rows }, null, 2)}\n`)
  return file
}
