import Box from '@mui/material/Box'
import type { MedicationRow } from '@wardline/events'
import { useState } from 'react'
import type { TabPageProps } from '../../navigation/define-tab.ts'
import { usePatientIdentity } from '../../sync/hooks/use-patient-identity.ts'
import { useUser } from '../../sync/workflow-context.tsx'
import { type Chosen, MedicationActions } from './list/medication-actions.tsx'
import { MedicationsList } from './list/medications-list.tsx'
import { Prescribing } from './prescribe/prescribing.tsx'
import { useMedicationRows } from './use-medications.ts'

/** The medicines of the patient, and beside them the prescription of whoever may prescribe. */
export function MedicationsTab({ patientId }: TabPageProps) {
  const { role } = useUser()
  const mayPrescribe = role === 'physician'
  const list = useMedicationRows(patientId)
  const who = usePatientIdentity(patientId)
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const openMenu = (row: MedicationRow, anchor: Element) => setChosen({ prescriptionId: row.id, what: 'menu', anchor })

  return (
    <Box
      sx={{
        blockSize: '100%',
        minHeight: 0,
        display: 'grid',
        gap: 3,
        padding: 3,
        gridTemplateColumns: mayPrescribe ? 'minmax(0, 1fr) 424px' : 'minmax(0, 1fr)',
        gridTemplateRows: 'minmax(0, 1fr)',
      }}
    >
      <MedicationsList patientId={patientId} list={list} onMenu={mayPrescribe && who ? openMenu : null} />
      {mayPrescribe && <Prescribing key={patientId} patientId={patientId} medicines={list} />}
      {chosen && who && (
        <MedicationActions
          key={chosen.prescriptionId}
          chosen={chosen}
          rows={list.rows}
          patientId={patientId}
          patient={who.identity}
          place={who.place}
          onChoose={setChosen}
        />
      )}
    </Box>
  )
}
