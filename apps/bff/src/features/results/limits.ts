import { displayUnit, type Subject } from '@wardline/events'
import { thresholds, thresholdsFor } from '../../reference-data/laboratory/thresholds.ts'

/** Critical limits of one analyte for one patient. */
export interface TrendLimits {
  /** Version of the table of critical limits (decision 12). */
  readonly version: string
  readonly limits: readonly {
    /** All spellings of this unit in results. */
    readonly units: readonly string[]
    /** Critical below it. */
    readonly low: number | null
    /** Critical at or above it. */
    readonly high: number | null
    /** Source of the limit. */
    readonly source: string
  }[]
}

/** @param at collection time of the newest value, because limits depend on age */
export const criticalLimitsOf = (code: string, patient: Subject, at: string): TrendLimits => ({
  version: thresholds.version,
  limits: thresholdsFor(code, patient, at).map(({ unit, ucum, low, high, source }) => ({
    units: [...new Set([displayUnit(unit), displayUnit(ucum)])].filter((words) => words !== null),
    low,
    high,
    source: thresholds.sources[source] ?? source,
  })),
})
