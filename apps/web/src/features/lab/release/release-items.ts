import type { Flag } from '@wardline/events'
import { formatDelta } from '../entry/interpret-entry.ts'
import type { CodedSheetEntry, MeasuredSheetEntry } from '../entry/use-entry-sheet.ts'

/** A result to be released, as the clinician will read it. */
export interface ReleaseItem {
  readonly code: string
  readonly display: string
  readonly value: string
  readonly unit: string | null
  readonly flag: Flag | null
  readonly critical: boolean
  /** Change from the previous value when the delta check failed, otherwise null (LAB-5). */
  readonly delta: string | null
  readonly note: string | null
}

/** Returns the valid entries of the sheet. */
export const releaseItemsOf = (
  entries: readonly MeasuredSheetEntry[],
  codedEntries: readonly CodedSheetEntry[],
): readonly ReleaseItem[] => [
  ...entries.flatMap(({ line: { code, display, unit }, interpretation, note }): readonly ReleaseItem[] => {
    if (interpretation.state !== 'valid') return []
    const { value, flag, critical, deltaExceeded, delta } = interpretation
    return [{ code, display, value: value.text, unit, flag, critical, note, delta: deltaExceeded && delta ? formatDelta(delta) : null }]
  }),
  ...codedEntries.flatMap(({ line: { code, display }, interpretation }): readonly ReleaseItem[] => {
    if (interpretation.state !== 'valid') return []
    const { text, flag, critical } = interpretation
    return [{ code, display, value: text, unit: null, flag, critical, note: null, delta: null }]
  }),
]
