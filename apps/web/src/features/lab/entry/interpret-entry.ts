import {
  type Bounds,
  type Collected,
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

/** What a line of the sheet says about the value that is to be entered. */
export interface Measured {
  readonly code: string
  readonly unit: string
  /** What the analyser can report at all. */
  readonly technical: readonly [number, number]
  readonly range: Bounds | null
  readonly critical: Bounds | null
  readonly previous: Collected | null
  /** How far the value may move from the one before without being looked into (LAB-5). */
  readonly delta: DeltaLimit | null
}

export interface Delta {
  /** To the digits of the new value: `+0.9`. */
  readonly change: string
  /** Whole percent of the previous value; null when that was zero. */
  readonly percent: number | null
}

export type JudgedEntry =
  | { readonly state: 'empty' }
  | { readonly state: 'notANumber' }
  /** Outside what the analyser reports: a slip of the keyboard (LAB-5). */
  | { readonly state: 'impossible'; readonly technical: readonly [number, number] }
  | {
      readonly state: 'valid'
      readonly value: ReportedNumber
      readonly flag: Flag | null
      readonly critical: boolean
      readonly delta: Delta | null
      /** It moved too far: released only when somebody confirms it (LAB-5). */
      readonly moved: boolean
    }

/** As typed, with Arabic-Indic digits made Latin (AR-4) and the typographic comparators spelled in ASCII. */
export const normalEntry = (text: string): string =>
  toLatinDigits(text).replaceAll('≤', '<=').replaceAll('≥', '>=').replaceAll(',', '.').replaceAll(/\s/g, '')

/**
 * Judges a typed value before it is released (LAB-5, LAB-6). The server judges again and has the last word.
 * @param collectedAt when this value's specimen was taken, as far as known: a change counts within a time
 */
export function judgeEntry(typed: string, line: Measured, collectedAt: string): JudgedEntry {
  const text = normalEntry(typed)
  if (text === '') return { state: 'empty' }
  if (!reportedNumberSchema.safeParse(text).success) return { state: 'notANumber' }
  const value = reportedNumber(text)
  if (value.value < line.technical[0] || value.value > line.technical[1]) return { state: 'impossible', technical: line.technical }
  const critical = criticalFlag(value, line.critical)
  return {
    state: 'valid',
    value,
    critical: critical !== null,
    flag: flagFor(value, line.range, critical),
    delta: deltaOf(value, line),
    moved: exceedsDelta({ value: value.text, unit: line.unit, collectedAt }, line.previous, line.delta),
  }
}

/** Change since the value before, in the same unit only (FMT-10); comparators have no difference. */
function deltaOf(value: ReportedNumber, { previous, unit }: Measured): Delta | null {
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

/** `+0.9 (+15 %)`, `−1.2 (−20 %)` */
export const deltaWords = ({ change, percent }: Delta): string =>
  percent === null ? change : `${change} (${percent > 0 ? '+' : percent < 0 ? '−' : '±'}${Math.abs(percent)} %)`
