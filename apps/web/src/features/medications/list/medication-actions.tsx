import Menu from '@mui/material/Menu'
import MenuItem from '@mui/material/MenuItem'
import { type MedicationRow, type PatientId, rooms } from '@wardline/events'
import { type PatientIdentity, tallMan } from '@wardline/ui'
import { useState } from 'react'
import { useProblemWords } from '../../../api/refusals.ts'
import { useTRPC } from '../../../api/trpc.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useLegalAct } from '../../../sync/commands/use-legal-act.ts'
import { StopMedication } from '../sign/stop-medication.tsx'
import { texts } from '../texts.ts'

export interface Chosen {
  readonly prescriptionId: string
  readonly what: 'menu' | 'stop'
  readonly anchor: Element
}

export interface StandingMedicationProps {
  readonly chosen: Chosen
  readonly rows: readonly MedicationRow[]
  readonly patientId: PatientId
  readonly patient: PatientIdentity
  readonly place: string | null
  readonly onChoose: (chosen: Chosen | null) => void
}

/** Menu and stop sheet of one medicine, always about the row as the stream has it now. */
export function MedicationActions({ chosen, rows, patientId, patient, place, onChoose }: StandingMedicationProps) {
  const t = useTexts(texts)
  const trpc = useTRPC()
  const words = useProblemWords()
  const [opened] = useState(() => rows.find(({ id }) => id === chosen.prescriptionId))
  const row = rows.find(({ id }) => id === chosen.prescriptionId) ?? opened
  const stop = useLegalAct(trpc.medications.stop, rooms.patient(patientId), {
    patient,
    describe: () => t('stopTitle', { medicine: tallMan(row?.generic ?? '') }),
  })
  if (!row) return null
  const close = () => onChoose(null)

  if (chosen.what === 'menu')
    return (
      <Menu open anchorEl={chosen.anchor} onClose={close} slotProps={{ list: { 'aria-label': t('menuOf', { medicine: row.generic }) } }}>
        <MenuItem onClick={() => onChoose({ ...chosen, what: 'stop' })}>{t('stop')}</MenuItem>
      </Menu>
    )
  return (
    <StopMedication
      row={row}
      patient={patient}
      place={place}
      busy={stop.busy}
      error={stop.problem && words(stop.problem)}
      onStop={(reason, explanation) =>
        void stop
          .run({ patientId, prescriptionId: row.id, versionId: row.versionId, reason, explanation })
          .then(({ outcome }) => (outcome === 'applied' || outcome === 'notSent') && close())
      }
      onClose={close}
    />
  )
}
