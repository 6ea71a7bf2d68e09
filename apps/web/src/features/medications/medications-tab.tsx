import Box from '@mui/material/Box'
import type { MedicationRow } from '@wardline/events'
import { useState } from 'react'
import type { TabPageProps } from '../../navigation/define-tab.ts'
import { usePatientIdentity } from '../../sync/hooks/use-patient-identity.ts'
import { useUser } from '../../sync/workflow-context.tsx'
import { MedicationActions, type MedicationSelection } from './list/medication-actions.tsx'
import { MedicationsList } from './list/medications-list.tsx'
import { Prescribing } from './prescribe/prescribing.tsx'
import { useMedicationRows } from './use-medications.ts'

/** The medications of the patient, with the prescription form for physicians. */
export function MedicationsTab({ patientId }: TabPageProps) {
  const { role } = useUser()
  const canPrescribe = role === 'physician'
  const list = useMedicationRows(patientId)
  const namedPatient = usePatientIdentity(patientId)
  const [selection, setSelection] = useState<MedicationSelection | null>(null)
  const openMenu = (row: MedicationRow, anchor: Element) => setSelection({ prescriptionId: row.id, action: 'menu', anchor })

  return (
    <Box
      sx={{
        blockSize: '100%',
        minHeight: 0,
        display: 'grid',
        gap: 3,
        padding: 3,
        gridTemplateColumns: canPrescribe ? 'minmax(0, 1fr) 424px' : 'minmax(0, 1fr)',
        gridTemplateRows: 'minmax(0, 1fr)',
      }}
    >
      <MedicationsList patientId={patientId} list={list} onMenu={canPrescribe && namedPatient ? openMenu : null} />
      {canPrescribe && <Prescribing key={patientId} patientId={patientId} medicines={list} />}
      {selection && namedPatient && (
        <MedicationActions
          key={selection.prescriptionId}
          selection={selection}
          rows={list.rows}
          patientId={patientId}
          patient={namedPatient.identity}
          place={namedPatient.place}
          onChoose={setSelection}
        />
      )}
    </Box>
  )
}
