import { mkdirSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** One printed row: a figure of ours, the bare baseline of the same run beside it, and the bar of docs/benchmark.md. */
export interface Row {
  /** P1, P2, … */
  readonly line: string
  readonly workload: string
  readonly unit: string
  readonly ours: number
  /** null where the figure stands alone (loss counts, sizes). */
  readonly bare: number | null
  /** What is judged: a ratio, or the figure itself. */
  readonly judged: number
  readonly lowest: number | null
  readonly highest: number | null
  readonly target: string
  readonly held: boolean
}

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

const columns = ['line', 'workload', 'ours', 'bare', 'judged', 'lowest–highest', 'target', ''] as const

const cells = (row: Row): readonly string[] => [
  row.line,
  row.workload,
  `${figure(row.ours)} ${row.unit}`,
  row.bare === null ? '–' : `${figure(row.bare)} ${row.unit}`,
  figure(row.judged),
  row.lowest === null ? '–' : `${figure(row.lowest)}–${figure(row.highest)}`,
  row.target,
  row.held ? 'held' : 'MISSED',
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

/** Writes the run as JSON with what is needed to compare it with another, and answers the file. */
export function writeReport(rows: readonly Row[], folder: string, startedAt: Date): string {
  mkdirSync(folder, { recursive: true })
  const file = path.join(folder, `${startedAt.toISOString().replaceAll(':', '-').slice(0, 19)}.json`)
  const machine = {
    cpu: os.cpus()[0]?.model ?? 'unknown',
    cores: os.availableParallelism(),
    memoryBytes: os.totalmem(),
    node: process.version,
    platform: process.platform,
  }
  writeFileSync(file, `${JSON.stringify({ startedAt: startedAt.toISOString(), machine, rows }, null, 2)}\n`)
  return file
}
