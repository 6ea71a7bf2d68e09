import type { Flag } from '@wardline/events'
import { deltaWords } from '../entry/interpret-entry.ts'
import type { SheetEntry, SheetWords } from '../entry/use-entry-sheet.ts'

/** A result to be released, as the clinician will read it. */
export interface Leaving {
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
export const leavingOf = (entries: readonly SheetEntry[], words: readonly SheetWords[]): readonly Leaving[] => [
  ...entries.flatMap(({ line: { code, display, unit }, judged, note }): readonly Leaving[] => {
    if (judged.state !== 'valid') return []
    const { value, flag, critical, moved, delta } = judged
    return [{ code, display, value: value.text, unit, flag, critical, note, delta: moved && delta ? deltaWords(delta) : null }]
  }),
  ...words.flatMap(({ line: { code, display }, judged }): readonly Leaving[] => {
    if (judged.state !== 'valid') return []
    const { text, flag, critical } = judged
    return [{ code, display, value: text, unit: null, flag, critical, note: null, delta: null }]
  }),
]
