import { criticalFlag, type ReportedNumber } from '@wardline/events'
import * as z from 'zod'
import { type AgeBand, inBand, yearsBetween } from '../age.ts'
import table from './critical-thresholds.json' with { type: 'json' }
import type { Demographics } from './ranges.ts'

const threshold = z.object({
  loinc: z.string(),
  display: z.string(),
  unit: z.string(),
  ucum: z.string(),
  /** Values below are critical. */
  low: z.number().nullable(),
  /** Values at or above are critical. */
  high: z.number().nullable(),
  fromYears: z.number(),
  toYears: z.number().nullable(),
  source: z.string(),
})
export type Threshold = z.output<typeof threshold>

/**
 * Versioned table of critical limits (decision 12). Published limits differ between laboratories, so
 * each row names its source, and a site replaces the whole table under a new version.
 */
export const thresholds = z
  .object({
    version: z.string(),
    effectiveFrom: z.iso.date(),
    rule: z.string(),
    sources: z.record(z.string(), z.string()),
    rows: z.array(threshold),
  })
  .refine(({ rows, sources }) => rows.every((row) => row.source in sources), 'each row must name a listed source')
  .parse(table)

export interface Critical {
  readonly flag: 'LL' | 'HH' | 'AA'
  /** The exceeded limit as text, e.g. `≥ 6.5 mmol/L`; for a coded result, the answer. */
  readonly limit: string
}

const isForAge = (row: AgeBand, demographics: Demographics, at: string) => inBand(row, yearsBetween(demographics.birthDate, at))

/** Returns the limits for this analyte and patient, one for each unit. */
export const thresholdsFor = (code: string, demographics: Demographics, at: string): readonly Threshold[] =>
  thresholds.rows.filter((row) => row.loinc === code && isForAge(row, demographics, at))

/** Returns the limits in one unit; null when the table has none, so that no value is critical. */
export const thresholdFor = (code: string, ucum: string, demographics: Demographics, at: string): Threshold | null =>
  thresholdsFor(code, demographics, at).find((row) => row.ucum === ucum) ?? null

/** Returns the critical limit that the value exceeds, or null. */
export function criticalIn(value: ReportedNumber, limits: Threshold | null): Critical | null {
  const flag = criticalFlag(value, limits)
  if (!flag || !limits) return null
  return { flag, limit: flag === 'LL' ? `< ${limits.low} ${limits.unit}` : `≥ ${limits.high} ${limits.unit}` }
}
