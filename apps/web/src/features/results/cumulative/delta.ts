import type { ResultRow } from '@wardline/events'

export interface Delta {
  readonly previous: ResultRow
  /** Time between the two collections. */
  readonly intervalMs: number
  /** null if one of the values is not an exact number (`<3`). */
  readonly absolute: number | null
  readonly percent: number | null
}

const hasValue = (row: ResultRow) => row.value !== null && row.status !== 'cancelled'
const exactNumber = (row: ResultRow) => (row.number !== null && row.comparator === null ? row.number : null)

const decimalsIn = (reported: string | null) => /\.(\d+)/.exec(reported ?? '')?.[1]?.length ?? 0

/**
 * Returns the change from the previous collection in the same unit (RES-9, FMT-10).
 * @param rows results of the same test in any order
 */
export function deltaOf(row: ResultRow, rows: readonly ResultRow[]): Delta | null {
  const previous = rows
    .filter((other) => other.id !== row.id && other.unit === row.unit && hasValue(other) && other.collectedAt < row.collectedAt)
    .reduce<ResultRow | null>((latest, other) => (latest && latest.collectedAt >= other.collectedAt ? latest : other), null)
  if (!previous) return null

  const [now, before] = [exactNumber(row), exactNumber(previous)]
  // Keeps the reported precision.
  const decimals = Math.max(decimalsIn(row.value), decimalsIn(previous.value))
  const absolute = now === null || before === null ? null : Number((now - before).toFixed(decimals))
  return {
    previous,
    intervalMs: Date.parse(row.collectedAt) - Date.parse(previous.collectedAt),
    absolute,
    percent: absolute === null || before === null || before === 0 ? null : Math.round((absolute / Math.abs(before)) * 100),
  }
}

/** Formats a number with its sign: `+0.9`, `−1.2`, `±0`. */
export const signed = (value: number): string => (value > 0 ? `+${value}` : value < 0 ? `−${Math.abs(value)}` : '±0')
