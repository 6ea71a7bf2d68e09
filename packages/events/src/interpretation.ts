import type { Flag } from './views/results/observation.ts'

/** A number as somebody reported it: the digits are kept, the value is for comparing only (FMT-9). */
export interface ReportedNumber {
  readonly text: string
  readonly comparator: '<' | '<=' | '>=' | '>' | null
  readonly value: number
}

/** `<0.010` → below 0.01, written with three decimals. The text must already have the form of a reported number. */
export function reportedNumber(text: string): ReportedNumber {
  const [, comparator = null, digits = ''] = /^(<=|>=|<|>)?(.+)$/.exec(text) ?? []
  return { text, comparator: comparator as ReportedNumber['comparator'], value: Number(digits) }
}

/** Either end may be open. */
export interface Bounds {
  readonly low: number | null
  readonly high: number | null
}

const directionOf = ({ comparator }: ReportedNumber) => ({
  upward: comparator === '>' || comparator === '>=',
  downward: comparator === '<' || comparator === '<=',
})

/**
 * Whether a value passed a critical limit: below `low`, or at or above `high`. A comparator counts with its
 * bound: `<2.0` is below 2.8, `>8` is above 6.5; `>5` says nothing about 6.5 and is no alarm.
 */
export function criticalFlag(value: ReportedNumber, limits: Bounds | null): 'LL' | 'HH' | null {
  if (!limits) return null
  const { upward, downward } = directionOf(value)
  const { low, high } = limits
  if (!upward && low !== null && (value.comparator === '<' ? value.value <= low : value.value < low)) return 'LL'
  if (!downward && high !== null && value.value >= high) return 'HH'
  return null
}

/** The flag of a value from its critical limits and its interval; a value on the border is still normal (LAB-6). */
export function flagFor(value: ReportedNumber, range: Bounds | null, critical: Flag | null): Flag | null {
  if (critical) return critical
  if (!range) return null
  const { upward, downward } = directionOf(value)
  if (!upward && range.low !== null && (value.value < range.low || (value.comparator === '<' && value.value === range.low))) return 'L'
  if (!downward && range.high !== null && (value.value > range.high || (value.comparator === '>' && value.value === range.high))) return 'H'
  return 'N'
}

/** How far a value may move within a time before somebody looks at the specimen again (LAB-5). */
export interface DeltaLimit {
  readonly percent: number
  readonly withinHours: number
}

/** A value with what it takes to compare it: an exact number of one unit at one time. */
export interface Collected {
  readonly value: string
  readonly unit: string | null
  readonly collectedAt: string
}

const HOUR_MS = 3_600_000
/** Decimal fractions divide with noise; a change that is exactly the limit has not passed it. */
const NOISE = 1e-9

/** Whether a value moved more than expected. Other units, comparators and longer times compare with nothing (FMT-10). */
export function exceedsDelta(now: Collected, before: Collected | null, limit: DeltaLimit | null): boolean {
  if (!before || !limit || now.unit !== before.unit) return false
  const [value, previous] = [reportedNumber(now.value), reportedNumber(before.value)]
  if (value.comparator || previous.comparator || !Number.isFinite(previous.value) || previous.value === 0) return false
  const apartMs = Math.abs(Date.parse(now.collectedAt) - Date.parse(before.collectedAt))
  if (!(apartMs <= limit.withinHours * HOUR_MS)) return false
  return (Math.abs(value.value - previous.value) / Math.abs(previous.value)) * 100 > limit.percent + NOISE
}
