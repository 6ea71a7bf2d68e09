import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import { type MedicationRow, stopReasons } from '@wardline/events'
import { type ChosenReason, ConfirmSheet, MedicationLine, type PatientIdentity, tallMan, useServerNow } from '@wardline/ui'
import { useMedicineLine } from '../../../clinical/medicine.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { pharmacyStageOf } from '../list/pharmacy-stage.ts'
import { type stopTexts, texts } from '../texts.ts'

export type StopReason = (typeof stopReasons)[number]

const label: Readonly<Record<StopReason, (typeof stopTexts)[number]>> = {
  completed: 'stopCompleted',
  'adverse-reaction': 'stopReaction',
  ineffective: 'stopIneffective',
  'changed-therapy': 'stopChanged',
  'patient-refused': 'stopRefused',
  'entered-in-error': 'stopError',
  other: 'stopOther',
}

export interface StopMedicationProps {
  /** As the stream has it now. */
  readonly row: MedicationRow
  readonly patient: PatientIdentity
  readonly place: string | null
  readonly busy: boolean
  readonly error: string | null
  readonly onStop: (reason: StopReason, explanation: string | null) => void
  readonly onClose: () => void
}

/** Stops with a coded reason and says whom it interrupts and what was supplied already (PHQ-21). */
export function StopMedication({ row, patient, place, busy, error, onStop, onClose }: StopMedicationProps) {
  const t = useTexts(texts)
  const line = useMedicineLine()
  const { holder } = pharmacyStageOf(row, useServerNow(5_000))
  const ended = row.status !== 'active' && row.status !== 'on-hold'
  const confirm = (reason: ChosenReason | null) => {
    const code = stopReasons.find((known) => known === reason?.code)
    if (code && !ended) onStop(code, reason?.text ?? null)
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
      error={ended ? t('endedMeanwhile', { name: row.stopped?.by.name ?? row.requester.name }) : error}
      reasons={stopReasons.map((code) => ({ code, label: t(label[code]) }))}
      otherCode="other"
      onConfirm={confirm}
      onClose={onClose}
    >
      <Box sx={{ display: 'grid', gap: 2 }}>
        <MedicationLine {...line(row)} indication={row.indication} />
        {row.stage !== 'none' && row.stage !== 'dispensed' && <div>{t('stopInforms')}</div>}
        {holder && <Alert severity="info">{t('stopInterrupts', { name: holder })}</Alert>}
        {row.stage === 'dispensed' && <Alert severity="warning">{t('alreadyDispensed')}</Alert>}
      </Box>
    </ConfirmSheet>
  )
}
