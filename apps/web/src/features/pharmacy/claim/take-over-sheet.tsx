import type { Claim, MedicationRow } from '@wardline/events'
import { type ChosenReason, ConfirmSheet, useFormats } from '@wardline/ui'
import { identityOf } from '../../../clinical/patient-identity.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useLanguage } from '../../../i18n/language.ts'
import { itemTexts } from '../texts.ts'

export interface TakeOverSheetProps {
  readonly row: MedicationRow
  readonly claim: Claim
  readonly busy: boolean
  readonly onTakeOver: (reason: string) => void
  readonly onClose: () => void
}

const reasonCodes = ['reasonShift', 'reasonAway', 'reasonUrgent', 'reasonOther'] as const

/** Takes over an expired claim. The reason is recorded because the previous claimant may return to the order (PHQ-7). */
export function TakeOverSheet({ row, claim, busy, onTakeOver, onClose }: TakeOverSheetProps) {
  const t = useTexts(itemTexts)
  const formats = useFormats()
  const { language } = useLanguage()
  const patient = identityOf(row.patient, language)
  const onConfirm = (reason: ChosenReason | null) => {
    const code = reasonCodes.find((known) => known === reason?.code)
    if (code) onTakeOver(reason?.text ?? t(code))
  }
  return (
    <ConfirmSheet
      open
      title={t('takeOverTitle', { name: claim.by.name })}
      patient={patient}
      commitLabel={t('takeOverFor', { patient: patient.name })}
      reasons={reasonCodes.map((code) => ({ code, label: t(code) }))}
      otherCode="reasonOther"
      busy={busy}
      onConfirm={onConfirm}
      onClose={onClose}
    >
      {t('takeOverWhy', { name: claim.by.name, time: formats.time(claim.leaseUntil) })}
    </ConfirmSheet>
  )
}
