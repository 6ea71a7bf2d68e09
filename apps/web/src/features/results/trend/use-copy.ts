import type { ResultRow } from '@wardline/events'
import { type PatientIdentity, useAnnounce } from '@wardline/ui'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useCopyLine } from '../result-text.ts'
import { resultTexts } from '../texts.ts'

/** Puts a value with unit, time and two identifiers on the clipboard, and says so; the words are never the value's own. */
export function useCopy(patient: PatientIdentity | null): (row: ResultRow) => void {
  const t = useTexts(resultTexts)
  const announce = useAnnounce()
  const lineOf = useCopyLine()
  return (row) => {
    if (!patient) return
    const copied = navigator.clipboard?.writeText(lineOf(row, patient)) ?? Promise.reject(new Error('no clipboard'))
    copied.then(
      () => announce.polite(t('copied', { test: row.display })),
      () => announce.polite(t('copyFailed')),
    )
  }
}
