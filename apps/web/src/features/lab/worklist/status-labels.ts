import type { LabWorklistRow } from '@wardline/events'
import { useFormats } from '@wardline/ui'
import { useTexts } from '../../../i18n/define-texts.ts'
import { worklistTexts } from '../texts.ts'

/** Returns a function that labels an order's status with the time of its last step, e.g. "Received 20:14". */
export function useStatusLabel(): (row: LabWorklistRow) => string {
  const t = useTexts(worklistTexts)
  const formats = useFormats()
  const formatTime = (at: string) => (formats.isToday(at) ? formats.time(at) : formats.dateTime(at, { year: false }))
  return (row) => {
    if (row.status === 'revoked' && row.cancelReason) return t('revokedBecause', { reason: row.cancelReason })
    const { step, at } = row.fulfilment
    if (step === 'requested' || step === 'accepted') return t(`step_${step}`)
    return t(`step_${step}`, { time: formatTime(at ?? row.changedAt) })
  }
}
