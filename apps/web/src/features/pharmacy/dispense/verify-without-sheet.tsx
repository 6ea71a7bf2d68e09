import type { MedicationRow } from '@wardline/events'
import { type ChosenReason, ConfirmSheet, MedicationLine } from '@wardline/ui'
import { useMedicationLine } from '../../../clinical/medication-line.ts'
import { identityOf } from '../../../clinical/patient-identity.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useLanguage } from '../../../i18n/language.ts'
import { useLocationLabel } from '../../../sync/hooks/use-location-label.ts'
import { itemTexts } from '../texts.ts'

export interface VerifyWithoutSheetProps {
  readonly row: MedicationRow
  readonly busy: boolean
  readonly error: string | null
  readonly onVerify: (reason: string) => void
  readonly onClose: () => void
}

const reasonCodes = ['reasonKnownOtherwise', 'reasonUrgent', 'reasonOther'] as const

/** Verifies an order although something it must be judged by could not be loaded; the reason is recorded with the verification. */
export function VerifyWithoutSheet({ row, busy, error, onVerify, onClose }: VerifyWithoutSheetProps) {
  const t = useTexts(itemTexts)
  const medicineLine = useMedicationLine()
  const { language } = useLanguage()
  const locationLabel = useLocationLabel()
  const patient = identityOf(row.patient, language)
  const onConfirm = (reason: ChosenReason | null) => {
    const code = reasonCodes.find((known) => known === reason?.code)
    if (code) onVerify(reason?.text ?? t(code))
  }
  return (
    <ConfirmSheet
      open
      title={t('verifyWithout')}
      patient={patient}
      place={locationLabel.whole(row.patient)}
      commitLabel={t('verifyFor', { patient: patient.name })}
      commitTone="error"
      reasons={reasonCodes.map((code) => ({ code, label: t(code) }))}
      otherCode="reasonOther"
      busy={busy}
      error={error}
      onConfirm={onConfirm}
      onClose={onClose}
    >
      <MedicationLine {...medicineLine(row)} indication={row.indication} />
      <p>{t('verifyWithoutHint')}</p>
    </ConfirmSheet>
  )
}
