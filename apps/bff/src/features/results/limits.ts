import { type Subject, unitInWords } from '@wardline/events'
import { thresholds, thresholdsFor } from '../../reference-data/laboratory/thresholds.ts'

/** The critical limits of one analyte for one person, whether or not a value has passed them. */
export interface TrendLimits {
  /** Version of the table of critical limits (decision 12). */
  readonly version: string
  readonly limits: readonly {
    /** Every way in which this unit is written in results. */
    readonly units: readonly string[]
    /** Critical below it. */
    readonly low: number | null
    /** Critical from it on. */
    readonly high: number | null
    /** Where the limit was published. */
    readonly source: string
  }[]
}

/** @param at when the newest value was collected: limits change with age */
export const limitsOf = (code: string, patient: Subject, at: string): TrendLimits => ({
  version: thresholds.version,
  limits: thresholdsFor(code, patient, at).map(({ unit, ucum, low, high, source }) => ({
    units: [...new Set([unitInWords(unit), unitInWords(ucum)])].filter((words) => words !== null),
    low,
    high,
    source: thresholds.sources[source] ?? source,
  })),
})
