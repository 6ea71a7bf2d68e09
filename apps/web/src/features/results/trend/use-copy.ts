import type { ResultRow } from '@wardline/events'
import { type PatientIdentity, useAnnounce } from '@wardline/ui'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useCopyLine } from '../result-text.ts'
import { resultTexts } from '../texts.ts'

/** Copies a value with unit, time and two identifiers and announces it; the announcement does not contain the value. */
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
