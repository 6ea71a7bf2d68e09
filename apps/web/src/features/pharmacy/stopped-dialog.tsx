import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import type { MedicationRow } from '@wardline/events'
import { isCommitKey, KeyHint, MedicationLine, PatientHead, readingTimes, useFormats, useReadingTime } from '@wardline/ui'
import { OctagonX } from 'lucide-react'
import { useId } from 'react'
import { useMedicationLine } from '../../clinical/medication-line.ts'
import { identityOf } from '../../clinical/patient-identity.ts'
import { useTexts } from '../../i18n/define-texts.ts'
import { useLanguage } from '../../i18n/language.ts'
import { useLocationLabel } from '../../sync/hooks/use-location-label.ts'
import { itemTexts } from './texts.ts'

/**
 * Interrupts the pharmacist when the prescriber discontinues the open order. Only the button closes it: Escape and
 * backdrop clicks do not (PHQ-21).
 */
export function StoppedDialog({ row, onAcknowledge }: { row: MedicationRow; onAcknowledge: () => void }) {
  const t = useTexts(itemTexts)
  const formats = useFormats()
  const medicineLine = useMedicationLine()
  const { language } = useLanguage()
  const locationLabel = useLocationLabel()
  const titleId = useId()
  // A second Ctrl+Enter meant for the verification must not close the dialog unread.
  const isRead = useReadingTime(row.id, readingTimes.item)
  const acknowledge = () => {
    if (isRead) onAcknowledge()
  }
  const patient = identityOf(row.patient, language)
  const { stopped } = row
  return (
    <Dialog
      open
      role="alertdialog"
      maxWidth="sm"
      aria-labelledby={titleId}
      onKeyDown={(event) => {
        if (isCommitKey(event)) acknowledge()
      }}
    >
      <DialogTitle id={titleId} sx={{ display: 'flex', alignItems: 'center', gap: 2, color: 'crit.main', bgcolor: 'crit.bg' }}>
        <OctagonX size={20} aria-hidden />
        {stopped ? t('cancelled', { time: formats.time(stopped.at), name: stopped.by.name }) : t('cancelledTitle')}
      </DialogTitle>
      <PatientHead patient={patient} place={locationLabel.whole(row.patient)} />
      <DialogContent>
        <Box component="s" sx={{ fontSize: 15 }}>
          <MedicationLine {...medicineLine(row)} />
        </Box>
        {stopped?.reason && <Box sx={{ marginBlockStart: 2 }}>{t('cancelledReason', { reason: stopped.reason })}</Box>}
      </DialogContent>
      <DialogActions>
        <Button variant="contained" color="error" autoFocus aria-disabled={!isRead || undefined} onClick={acknowledge}>
          {t('cancelledStopped', { patient: patient.name })} <KeyHint keys="Mod+Enter" />
        </Button>
      </DialogActions>
    </Dialog>
  )
}
