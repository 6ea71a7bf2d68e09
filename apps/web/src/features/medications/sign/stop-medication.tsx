import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import { type MedicationRow, stopReasons } from '@wardline/events'
import { type ChosenReason, ConfirmSheet, MedicationLine, type PatientIdentity, tallMan, useServerNow } from '@wardline/ui'
import { useMedicationLine } from '../../../clinical/medication-line.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { pharmacyStageOf } from '../list/pharmacy-stage.ts'
import { type stopTexts, texts } from '../texts.ts'

export type StopReason = (typeof stopReasons)[number]

const reasonLabels: Readonly<Record<StopReason, (typeof stopTexts)[number]>> = {
  completed: 'stopCompleted',
  'adverse-reaction': 'stopReaction',
  ineffective: 'stopIneffective',
  'changed-therapy': 'stopChanged',
  'patient-refused': 'stopRefused',
  'entered-in-error': 'stopError',
  other: 'stopOther',
}

export interface StopMedicationProps {
  /** The live row. */
  readonly row: MedicationRow
  readonly patient: PatientIdentity
  readonly place: string | null
  readonly busy: boolean
  readonly error: string | null
  readonly onStop: (reason: StopReason, explanation: string | null) => void
  readonly onClose: () => void
}

/** Sheet that discontinues with a coded reason; names the pharmacist it interrupts and warns if already dispensed (PHQ-21). */
export function StopMedication({ row, patient, place, busy, error, onStop, onClose }: StopMedicationProps) {
  const t = useTexts(texts)
  const line = useMedicationLine()
  const { claimedBy } = pharmacyStageOf(row, useServerNow(5_000))
  const isEnded = row.status !== 'active' && row.status !== 'on-hold'
  const confirm = (reason: ChosenReason | null) => {
    const code = stopReasons.find((candidate) => candidate === reason?.code)
    if (code && !isEnded) onStop(code, reason?.text ?? null)
  }
  return (
    <ConfirmSheet
      open
      title={t('stopTitle', { medicine: tallMan(row.generic) })}
      patient={patient}
      place={place}
      commitLabel={t('stopCommit', { patient: patient.name })}
      commitTone="error"
      busy={busy}
      error={isEnded ? t('alreadyEnded', { name: row.stopped?.by.name ?? row.requester.name }) : error}
      reasons={stopReasons.map((code) => ({ code, label: t(reasonLabels[code]) }))}
      otherCode="other"
      onConfirm={confirm}
      onClose={onClose}
    >
      <Box sx={{ display: 'grid', gap: 2 }}>
        <MedicationLine {...line(row)} indication={row.indication} />
        {row.stage !== 'none' && row.stage !== 'dispensed' && <div>{t('stopInforms')}</div>}
        {claimedBy && <Alert severity="info">{t('stopInterrupts', { name: claimedBy })}</Alert>}
        {row.stage === 'dispensed' && <Alert severity="warning">{t('alreadyDispensed')}</Alert>}
      </Box>
    </ConfirmSheet>
  )
}
