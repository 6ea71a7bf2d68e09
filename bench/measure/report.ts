import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Machine } from './machine.ts'

/** One printed row: a figure of ours, the bare baseline of the same run beside it, and the bar of docs/benchmark.md. */
export interface Row {
  /** P1, P2, … */
  readonly line: string
  readonly workload: string
  readonly unit: string
  readonly ours: number | null
  /** null where the figure stands alone (loss counts, sizes). */
  readonly bare: number | null
  /** What is judged: a ratio, a difference, or the figure itself. */
  readonly judged: number | null
  /** Of the blocks; null where there is one figure only. */
  readonly lowest: number | null
  readonly highest: number | null
  readonly target: string
  /** A ratio beyond its bar is missed; an invariant that does not hold is broken; a line without figures failed. */
  readonly verdict: 'held' | 'missed' | 'BROKEN' | 'FAILED' | 'printed'
}

/** A reason is printed in full when it happens; in the table it has no more room than a workload. */
const REASON = 80

/** Stands for a line that could not be measured. */
export const failed = (line: string, error: unknown): Row => ({
  line,
  workload: (String(error instanceof Error ? error.message : error).split('\n')[0] ?? '').slice(0, REASON),
  unit: '',
  ours: null,
  bare: null,
  judged: null,
  lowest: null,
  highest: null,
  target: 'measured',
  verdict: 'FAILED',
})

const figure = (value: number | null) => {
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

const columns = ['line', 'workload', 'ours', 'beside', 'judged', 'lowest–highest', 'target', ''] as const

const cells = (row: Row): readonly string[] => [
  row.line,
  row.workload,
  row.ours === null ? '–' : `${figure(row.ours)} ${row.unit}`,
  row.bare === null ? '–' : `${figure(row.bare)} ${row.unit}`,
  figure(row.judged),
  row.lowest === null ? '–' : `${figure(row.lowest)}–${figure(row.highest)}`,
  row.target,
  row.verdict === 'printed' ? '' : row.verdict,
]

const right = new Set([2, 3, 4, 5])

/** The rows as a table for a terminal. */
export function table(rows: readonly Row[]): string {
  const lines = [columns, ...rows.map(cells)]
  const widths = columns.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  const drawn = lines.map((line) =>
    line
      .map((cell, column) => (right.has(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
  return [drawn[0], widths.map((width) => '─'.repeat(width)).join('  '), ...drawn.slice(1)].join('\n')
}

/** How the bars stand, in one line. */
export function summary(rows: readonly Row[]): string {
  const count = (verdict: Row['verdict']) => rows.filter((row) => row.verdict === verdict).length
  return `${count('held')} held, ${count('missed')} missed, ${count('BROKEN')} broken, ${count('FAILED')} failed`
}

/** A missed bar is a figure to be read; a broken invariant and a line without figures are failures. */
export const exitCode = (rows: readonly Row[]): 0 | 1 => (rows.some(({ verdict }) => verdict === 'BROKEN' || verdict === 'FAILED') ? 1 : 0)

export interface Run {
  readonly startedAt: Date
  readonly machine: Machine
  /** On servers that processes share, not embedded in one. */
  readonly scaled: boolean
}

/** Writes the run as JSON with what is needed to compare it with another, and answers the file. */
export function writeReport(rows: readonly Row[], folder: string, { startedAt, machine, scaled }: Run): string {
  mkdirSync(folder, { recursive: true })
  const file = path.join(folder, `${startedAt.toISOString().replaceAll(':', '-').slice(0, 19)}${scaled ? '-scaled' : ''}.json`)
  writeFileSync(file, `${JSON.stringify({ startedAt: startedAt.toISOString(), scaled, machine, rows }, null, 2)}\n`)
  return file
}
