import type { ResultRow } from '@wardline/events'
import { fmtLab, fmtMrn, type PatientIdentity, useFormats } from '@wardline/ui'
import { useTexts } from '../../i18n/define-texts.ts'
import { resultTexts } from './texts.ts'

/** Returns e.g. `Potassium 6.8 mmol/L HH`, with the value exactly as reported (FMT-9). The value includes the comparator. */
export const resultText = ({ display, value, unit, flag }: Pick<ResultRow, 'display' | 'value' | 'unit' | 'flag'>): string =>
  [display, value === null ? '–' : fmtLab(value), unit, flag === 'N' ? null : flag].filter((part) => part !== null).join(' ')

/** Returns the clipboard text of a result: value, unit, flag, range, collection time and two patient identifiers (RES-15, ID-8). */
export function useCopyLine(): (row: ResultRow, patient: PatientIdentity) => string {
  const t = useTexts(resultTexts)
  const formats = useFormats()
  return (row, { name, birthDate, mrn }) =>
    t('copyLine', {
      result: row.range ? `${resultText(row)} (${t('copyRange', { range: row.range.text })})` : resultText(row),
      collected: formats.dateTime(row.collectedAt),
      patient: [name, birthDate && t('born', { date: formats.date(birthDate) }), mrn && `MRN ${fmtMrn(mrn)}`].filter(Boolean).join(', '),
    })
}
