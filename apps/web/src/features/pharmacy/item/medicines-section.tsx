import Box from '@mui/material/Box'
import { isHighAlert, type MedicationRow } from '@wardline/events'
import { MedicationLine, StatusChip } from '@wardline/ui'
import { useMedicationLine } from '../../../clinical/medication-line.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { ListState } from '../../../lists/list-state.tsx'
import { itemTexts, queueTexts } from '../texts.ts'
import { Section } from './section.tsx'
import type { PatientContext } from './use-patient-context.ts'

/** The patient's other active medicines; a duplicate ingredient is labelled (PHQ-9). */
export function MedicinesSection({ row, medications }: { row: MedicationRow; medications: PatientContext['medications'] }) {
  const t = useTexts(itemTexts)
  const medicineLine = useMedicationLine()
  const others = medications.rows.filter(({ id, status }) => id !== row.id && status === 'active')
  return (
    <Section title={t('medicines')} aside={medications.status === 'ready' && <Count>{others.length}</Count>}>
      <ListState list={medications} expected={3} showsStale={false}>
        {others.length === 0 && t('noMedicines')}
        <Box component="ul" sx={{ margin: 0, padding: 0, listStyle: 'none', display: 'grid', gap: 1.5 }}>
          {others.map((other) => (
            <li key={other.id}>
              <MedicationLine {...medicineLine(other)} /> <MedicineTags other={other} row={row} />
            </li>
          ))}
        </Box>
      </ListState>
    </Section>
  )
}

const isSameIngredient = (a: MedicationRow, b: MedicationRow) =>
  (a.code !== null && a.code === b.code) || a.generic.toLowerCase() === b.generic.toLowerCase()

function MedicineTags({ other, row }: { other: MedicationRow; row: MedicationRow }) {
  const t = useTexts(itemTexts)
  const tQueue = useTexts(queueTexts)
  return (
    <>
      {isSameIngredient(other, row) && <StatusChip tone="warn">{t('sameIngredient')}</StatusChip>}
      {isHighAlert(other) && <StatusChip tone="warn">{tQueue('highAlert')}</StatusChip>}
    </>
  )
}

const Count = ({ children }: { children: number }) => (
  <Box component="small" sx={{ color: 'faint' }}>
    {children}
  </Box>
)
