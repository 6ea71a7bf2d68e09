import { criticalFlag, type ReportedNumber } from '@wardline/events'
import * as z from 'zod'
import { type AgeBand, inBand, yearsBetween } from '../age.ts'
import table from './critical-thresholds.json' with { type: 'json' }
import type { Whose } from './ranges.ts'

const threshold = z.object({
  loinc: z.string(),
  display: z.string(),
  unit: z.string(),
  ucum: z.string(),
  /** Below it is critical. */
  low: z.number().nullable(),
  /** At or above it is critical. */
  high: z.number().nullable(),
  fromYears: z.number(),
  toYears: z.number().nullable(),
  source: z.string(),
})
export type Threshold = z.output<typeof threshold>

/**
 * The versioned table of critical limits (decision 12). Published limits differ between laboratories, so
 * each row names its source and a site replaces the table as a whole, under a new version.
 */
export const thresholds = z
  .object({
    version: z.string(),
    effectiveFrom: z.iso.date(),
    rule: z.string(),
    sources: z.record(z.string(), z.string()),
    rows: z.array(threshold),
  })
  .refine(({ rows, sources }) => rows.every((row) => row.source in sources), 'every limit names a source')
  .parse(table)

export interface Critical {
  readonly flag: 'LL' | 'HH' | 'AA'
  /** The limit that was passed, in words: `≥ 6.5 mmol/L`; for a result in words, what was found. */
  readonly limit: string
}

const ofAge = (row: AgeBand, whose: Whose, at: string) => inBand(row, yearsBetween(whose.birthDate, at))

/** The limits for this analyte and person, in each unit it is measured in. */
export const thresholdsFor = (code: string, whose: Whose, at: string): readonly Threshold[] =>
  thresholds.rows.filter((row) => row.loinc === code && ofAge(row, whose, at))

/** The limits in one unit; null when the table has none (then nothing can be critical). */
export const thresholdFor = (code: string, ucum: string, whose: Whose, at: string): Threshold | null =>
  thresholdsFor(code, whose, at).find((row) => row.ucum === ucum) ?? null

/** Whether a value passed a critical limit, and which. */
export function criticalIn(value: ReportedNumber, limits: Threshold | null): Critical | null {
  const flag = criticalFlag(value, limits)
  if (!flag || !limits) return null
  return { flag, limit: flag === 'LL' ? `< ${limits.low} ${limits.unit}` : `≥ ${limits.high} ${limits.unit}` }
}
