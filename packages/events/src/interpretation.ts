import type { Flag } from './views/results/observation.ts'

/** A number as reported: `text` keeps the digits, `value` is for comparison only (FMT-9). */
export interface ReportedNumber {
  readonly text: string
  readonly comparator: '<' | '<=' | '>=' | '>' | null
  readonly value: number
}

/** Parses a valid reported number: `<0.010` has comparator `<` and value 0.01. */
export function reportedNumber(text: string): ReportedNumber {
  const [, comparator = null, digits = ''] = /^(<=|>=|<|>)?(.+)$/.exec(text) ?? []
  return { text, comparator: comparator as ReportedNumber['comparator'], value: Number(digits) }
}

/** Null means no limit on that side. */
export interface Bounds {
  readonly low: number | null
  readonly high: number | null
}

const directionOf = ({ comparator }: ReportedNumber) => ({
  upward: comparator === '>' || comparator === '>=',
  downward: comparator === '<' || comparator === '<=',
})

/**
 * Returns the critical flag of a value: `LL` below `low`, `HH` at or above `high`. Comparators are taken into
 * account: `<2.0` is below 2.8, `>8` is above 6.5; `>5` is inconclusive about 6.5 and not critical.
 */
export function criticalFlag(value: ReportedNumber, limits: Bounds | null): 'LL' | 'HH' | null {
  if (!limits) return null
  const { upward, downward } = directionOf(value)
  const { low, high } = limits
  if (!upward && low !== null && (value.comparator === '<' ? value.value <= low : value.value < low)) return 'LL'
  if (!downward && high !== null && value.value >= high) return 'HH'
  return null
}

/** Returns the flag of a value from its critical flag and its range; a value equal to a range limit is normal (LAB-6). */
export function flagFor(value: ReportedNumber, range: Bounds | null, critical: Flag | null): Flag | null {
  if (critical) return critical
  if (!range) return null
  const { upward, downward } = directionOf(value)
  if (!upward && range.low !== null && (value.value < range.low || (value.comparator === '<' && value.value === range.low))) return 'L'
  if (!downward && range.high !== null && (value.value > range.high || (value.comparator === '>' && value.value === range.high))) return 'H'
  return 'N'
}

/** Delta check limit: maximum change in percent within a time window (LAB-5). */
export interface DeltaLimit {
  readonly percent: number
  readonly withinHours: number
}

/** A value with unit and collection time, as compared by the delta check. */
export interface CollectedValue {
  readonly value: string
  readonly unit: string | null
  readonly collectedAt: string
}

const HOUR_MS = 3_600_000
/** Tolerance for floating-point error: a change of exactly the limit does not exceed it. */
const TOLERANCE = 1e-9

/** Whether a change exceeds the delta limit; false for different units, comparators and values outside the time window (FMT-10). */
export function exceedsDelta(now: CollectedValue, before: CollectedValue | null, limit: DeltaLimit | null): boolean {
  if (!before || !limit || now.unit !== before.unit) return false
  const [value, previous] = [reportedNumber(now.value), reportedNumber(before.value)]
  if (value.comparator || previous.comparator || !Number.isFinite(previous.value) || previous.value === 0) return false
  const apartMs = Math.abs(Date.parse(now.collectedAt) - Date.parse(before.collectedAt))
  if (!(apartMs <= limit.withinHours * HOUR_MS)) return false
  return (Math.abs(value.value - previous.value) / Math.abs(previous.value)) * 100 > limit.percent + TOLERANCE
}
