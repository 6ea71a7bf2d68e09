import Menu from '@mui/material/Menu'
import MenuItem from '@mui/material/MenuItem'
import { type MedicationRow, type PatientId, rooms } from '@wardline/events'
import { type PatientIdentity, tallMan } from '@wardline/ui'
import { useState } from 'react'
import { useProblemText } from '../../../api/refusals.ts'
import { useTRPC } from '../../../api/trpc.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useLegalAct } from '../../../sync/commands/use-legal-act.ts'
import { StopMedication } from '../sign/stop-medication.tsx'
import { texts } from '../texts.ts'

export interface MedicationSelection {
  readonly prescriptionId: string
  readonly action: 'menu' | 'stop'
  readonly anchor: Element
}

export interface MedicationActionsProps {
  readonly selection: MedicationSelection
  readonly rows: readonly MedicationRow[]
  readonly patientId: PatientId
  readonly patient: PatientIdentity
  readonly place: string | null
  readonly onChoose: (selection: MedicationSelection | null) => void
}

/** Menu and discontinue sheet of one medication, bound to its live row. */
export function MedicationActions({ selection, rows, patientId, patient, place, onChoose }: MedicationActionsProps) {
  const t = useTexts(texts)
  const trpc = useTRPC()
  const describeProblem = useProblemText()
  const [initialRow] = useState(() => rows.find(({ id }) => id === selection.prescriptionId))
  const row = rows.find(({ id }) => id === selection.prescriptionId) ?? initialRow
  const stop = useLegalAct(trpc.medications.stop, rooms.patient(patientId), {
    patient,
    describe: () => t('stopTitle', { medicine: tallMan(row?.generic ?? '') }),
  })
  if (!row) return null
  const close = () => onChoose(null)

  if (selection.action === 'menu')
    return (
      <Menu open anchorEl={selection.anchor} onClose={close} slotProps={{ list: { 'aria-label': t('menuOf', { medicine: row.generic }) } }}>
        <MenuItem onClick={() => onChoose({ ...selection, action: 'stop' })}>{t('stop')}</MenuItem>
      </Menu>
    )
  return (
    <StopMedication
      row={row}
      patient={patient}
      place={place}
      busy={stop.busy}
      error={stop.problem && describeProblem(stop.problem)}
      onStop={(reason, explanation) =>
        void stop
          .run({ patientId, prescriptionId: row.id, versionId: row.versionId, reason, explanation })
          .then(({ outcome }) => (outcome === 'applied' || outcome === 'notSent') && close())
      }
      onClose={close}
    />
  )
}
