import {
  type Bounds,
  type CollectedValue,
  criticalFlag,
  type DeltaLimit,
  exceedsDelta,
  type Flag,
  flagFor,
  type ReportedNumber,
  reportedNumber,
  reportedNumberSchema,
} from '@wardline/events'
import { toLatinDigits } from '@wardline/ui'

/** Analyte definition against which an entered value is interpreted. */
export interface MeasuredAnalyte {
  readonly code: string
  readonly unit: string
  /** Measuring range of the analyser. */
  readonly technical: readonly [number, number]
  readonly range: Bounds | null
  readonly critical: Bounds | null
  readonly previous: CollectedValue | null
  /** Delta check limit (LAB-5). */
  readonly delta: DeltaLimit | null
}

export interface Delta {
  /** With the decimals of the more precise of both values: `+0.9`. */
  readonly change: string
  /** Whole percent of the previous value; null when the previous value is zero. */
  readonly percent: number | null
}

export type InterpretedEntry =
  | { readonly state: 'empty' }
  | { readonly state: 'notANumber' }
  /** Outside the measuring range: most likely a typing error (LAB-5). */
  | { readonly state: 'outsideMeasuringRange'; readonly technical: readonly [number, number] }
  | {
      readonly state: 'valid'
      readonly value: ReportedNumber
      readonly flag: Flag | null
      readonly critical: boolean
      readonly delta: Delta | null
      /** The delta check failed: release requires confirmation (LAB-5). */
      readonly deltaExceeded: boolean
    }

/** Converts Arabic-Indic digits to Latin (AR-4) and typographic comparators to ASCII. */
export const normalizeEntry = (text: string): string =>
  toLatinDigits(text).replaceAll('≤', '<=').replaceAll('≥', '>=').replaceAll(',', '.').replaceAll(/\s/g, '')

/**
 * Interprets a typed value before release (LAB-5, LAB-6). The server repeats the checks and decides.
 * @param collectedAt collection time of this specimen, if known: the delta check applies within a time window
 */
export function interpretEntry(input: string, line: MeasuredAnalyte, collectedAt: string): InterpretedEntry {
  const text = normalizeEntry(input)
  if (text === '') return { state: 'empty' }
  if (!reportedNumberSchema.safeParse(text).success) return { state: 'notANumber' }
  const value = reportedNumber(text)
  if (value.value < line.technical[0] || value.value > line.technical[1])
    return { state: 'outsideMeasuringRange', technical: line.technical }
  const critical = criticalFlag(value, line.critical)
  return {
    state: 'valid',
    value,
    critical: critical !== null,
    flag: flagFor(value, line.range, critical),
    delta: deltaOf(value, line),
    deltaExceeded: exceedsDelta({ value: value.text, unit: line.unit, collectedAt }, line.previous, line.delta),
  }
}

/** Returns the change from the previous value; null for different units (FMT-10) and for values with a comparator. */
function deltaOf(value: ReportedNumber, { previous, unit }: MeasuredAnalyte): Delta | null {
  if (!previous || previous.unit !== unit || value.comparator || !reportedNumberSchema.safeParse(previous.value).success) return null
  const before = reportedNumber(previous.value)
  if (before.comparator) return null
  const decimals = Math.max(decimalsOf(value.text), decimalsOf(previous.value))
  const change = value.value - before.value
  return {
    change: `${change > 0 ? '+' : change < 0 ? '−' : '±'}${Math.abs(change).toFixed(decimals)}`,
    percent: before.value === 0 ? null : Math.round((change / Math.abs(before.value)) * 100),
  }
}

const decimalsOf = (text: string): number => text.split('.')[1]?.length ?? 0

/** Returns e.g. `+0.9 (+15 %)` or `−1.2 (−20 %)`. */
export const formatDelta = ({ change, percent }: Delta): string =>
  percent === null ? change : `${change} (${percent > 0 ? '+' : percent < 0 ? '−' : '±'}${Math.abs(percent)} %)`
