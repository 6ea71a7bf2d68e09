/** Supported v3-ObservationInterpretation codes; HH, LL and AA are critical. */
export const flags = ['N', 'L', 'H', 'A', 'LL', 'HH', 'AA'] as const
export type Flag = (typeof flags)[number]
/** "Immediate action should be considered": the only flags in red (FLG-3). */
export const isCritical = (flag: Flag | null): boolean => flag === 'HH' || flag === 'LL' || flag === 'AA'
export const isAbnormal = (flag: Flag | null): boolean => flag !== null && flag !== 'N'

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

/** What a reported value can be beyond each limit: `<3` can be 2.5, `>5` can be 8. */
function possiblyBeyond(
  { comparator, value }: ReportedNumber,
  { low, high }: Bounds,
): { readonly below: boolean; readonly above: boolean } {
  const upward = comparator === '>' || comparator === '>='
  const downward = comparator === '<' || comparator === '<='
  return {
    // No quantity reported with "less than" is negative, so it is never below a limit of zero.
    below: low !== null && (downward ? low > 0 : value < low),
    above: high !== null && (upward || value > high),
  }
}

/**
 * Returns the critical flag of a value: `LL` below `low`, `HH` at or above `high`. A value with a comparator is judged by the worst
 * it can be: `>5` may be 8, which is critical at 6.5.
 */
export function criticalFlag(reported: ReportedNumber, limits: Bounds | null): 'LL' | 'HH' | null {
  if (!limits) return null
  const { below, above } = possiblyBeyond(reported, limits)
  if (below) return 'LL'
  return above || (limits.high !== null && reported.value === limits.high && reported.comparator !== '<') ? 'HH' : null
}

/**
 * Returns the flag of a value from its critical flag and its range; a value equal to a range limit is normal (LAB-6). A value with a
 * comparator is normal only if it can be nothing else; `A` if it may be on either side.
 */
export function flagFor(reported: ReportedNumber, range: Bounds | null, critical: Flag | null): Flag | null {
  if (critical) return critical
  if (!range) return null
  const { below, above } = possiblyBeyond(reported, range)
  if (below && above) return 'A'
  return below ? 'L' : above ? 'H' : 'N'
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
