import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import type { MedicationRow } from '@wardline/events'
import { MedicationLine, Sheet } from '@wardline/ui'
import { useMedicationLine } from '../../../clinical/medication-line.ts'
import { identityOf } from '../../../clinical/patient-identity.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useLanguage } from '../../../i18n/language.ts'
import { useLocationLabel } from '../../../sync/hooks/use-location-label.ts'
import { itemTexts } from '../texts.ts'

export interface ConfirmHighAlertProps {
  readonly row: MedicationRow
  readonly busy: boolean
  readonly error: string | null
  readonly onVerify: () => void
  readonly onClose: () => void
}

/** Confirmation before a high-alert medicine is verified; a single key never verifies it (K-5). */
export function ConfirmHighAlert({ row, busy, error, onVerify, onClose }: ConfirmHighAlertProps) {
  const t = useTexts(itemTexts)
  const medicineLine = useMedicationLine()
  const { language } = useLanguage()
  const locationLabel = useLocationLabel()
  const patient = identityOf(row.patient, language)
  return (
    <Sheet
      open
      title={t('confirmHighAlert')}
      patient={patient}
      place={locationLabel.whole(row.patient)}
      commitLabel={t('verifyFor', { patient: patient.name })}
      busy={busy}
      error={error}
      onCommit={onVerify}
      onClose={onClose}
    >
      <Box sx={{ fontSize: 15, marginBlockEnd: 2 }}>
        <MedicationLine {...medicineLine(row)} indication={row.indication} />
      </Box>
      <Alert severity="warning">{t('confirmHighAlertHint')}</Alert>
    </Sheet>
  )
}
