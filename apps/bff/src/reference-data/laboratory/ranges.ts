import type { Subject } from '@wardline/events'
import { inBand, yearsBetween } from '../age.ts'
import type { Analyte, RangeBand } from './analytes.ts'

/** Demographics that ranges and limits depend on. */
export type Demographics = Pick<Subject, 'birthDate' | 'sex'>

/** Returns the reference interval for the patient's age at collection and sex; null when there is none. */
export function rangeFor(analyte: Analyte, demographics: Demographics, at: string): RangeBand | null {
  const years = yearsBetween(demographics.birthDate, at)
  const bandsOfAge = analyte.ranges.filter((range) => inBand(range, years))
  return bandsOfAge.find((range) => range.sex === demographics.sex) ?? bandsOfAge.find((range) => range.sex === null) ?? null
}

const inDigits = (value: number, decimals: number) => value.toFixed(decimals)

/** Returns the range as printed on reports, with the analyte's decimals: `3.5–5.1`, `< 21`, `≥ 60`. */
export function rangeText(range: Pick<RangeBand, 'low' | 'high'>, decimals: number): string {
  if (range.low !== null && range.high !== null) return `${inDigits(range.low, decimals)}–${inDigits(range.high, decimals)}`
  if (range.high !== null) return `< ${inDigits(range.high, decimals)}`
  return range.low === null ? '' : `≥ ${inDigits(range.low, decimals)}`
}
