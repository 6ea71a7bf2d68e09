import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import type { AllergyRow, PatientId } from '@wardline/events'
import { AllergyStrip, Empty, useAnnounce } from '@wardline/ui'
import { useState } from 'react'
import { useTRPC } from '../../../api/trpc.ts'
import { allergyStateOf } from '../../../clinical/allergy-state.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { ListCard } from '../../../lists/list-card.tsx'
import { useStableList } from '../../../lists/use-stable-list.ts'
import { usePending } from '../../../sync/commands/use-pending.ts'
import { PendingLine } from '../forms/pending-line.tsx'
import { chartTexts } from '../texts.ts'
import { useAllergies } from '../use-chart-lists.ts'
import { useEditablePatient } from '../use-editable-patient.ts'
import { AddAllergySheet } from './add-allergy-sheet.tsx'
import { activeAllergyCount, allergyLines } from './allergies.ts'
import { AllergyLine } from './allergy-line.tsx'
import { NoneKnownSheet } from './none-known-sheet.tsx'
import { RemoveAllergySheet } from './remove-allergy-sheet.tsx'

/** Allergies in one of the states of SHL-3: a list, no known allergies, none of one kind, not assessed, failed to load. */
export function AllergiesCard({ patientId }: { patientId: PatientId }) {
  const t = useTexts(chartTexts)
  const trpc = useTRPC()
  const announce = useAnnounce()
  const patient = useEditablePatient(patientId)
  const list = useAllergies(patientId)
  const pendingAdditions = usePending(trpc.allergies.add, (input) => input.patientId === patientId)
  const pendingRemovals = usePending(trpc.allergies.remove, (input) => input.patientId === patientId)
  const [dialog, setDialog] = useState<'add' | 'noneKnown' | AllergyRow | null>(null)
  const stableList = useStableList<AllergyRow>(list.status === 'ready' ? list.rows : undefined, {
    // A new allergy is never held back: the reader may be about to prescribe.
    isUrgent: () => true,
    onArrival: (arrived) => {
      for (const { substance } of arrived) announce.polite(t('newAllergy', { substance }))
    },
  })
  const count = activeAllergyCount(stableList.shown)
  const summary = allergyStateOf({ status: 'ready', rows: stableList.shown })
  const mayStateNone = summary.state === 'notAssessed' || summary.state === 'noneOfKind'
  const removalStates = new Map(pendingRemovals.map(({ input, state }) => [input.allergyId, state]))

  return (
    <ListCard
      title={t('allergies')}
      count={count > 0 && t('recorded', { count })}
      list={list}
      expected={3}
      actions={
        patient && (
          <>
            {list.status === 'ready' && mayStateNone && <Button onClick={() => setDialog('noneKnown')}>{t('recordNoneKnown')}</Button>}
            <Button onClick={() => setDialog('add')}>{t('addAllergy')}</Button>
          </>
        )
      }
      sheet={
        <>
          {dialog === 'add' && patient && <AddAllergySheet patientId={patientId} patient={patient} onClose={() => setDialog(null)} />}
          {dialog === 'noneKnown' && patient && <NoneKnownSheet patientId={patientId} patient={patient} onClose={() => setDialog(null)} />}
          {dialog && typeof dialog !== 'string' && patient && (
            <RemoveAllergySheet
              patientId={patientId}
              patient={patient}
              openedRow={dialog}
              currentRow={list.rows.find(({ id }) => id === dialog.id) ?? null}
              onClose={() => setDialog(null)}
            />
          )}
        </>
      }
    >
      {pendingAdditions.map(({ commandId, state, input }) => (
        <PendingLine key={commandId} state={state}>
          <bdi>{input.substance}</bdi> · {t('savingAllergy')}
        </PendingLine>
      ))}
      {summary.state === 'notAssessed' && pendingAdditions.length === 0 && (
        <Empty title={t('allergiesNotAssessed')} hint={t('allergiesNotAssessedHint')} />
      )}
      {(summary.state === 'none' || summary.state === 'noneOfKind') && (
        <Box sx={{ padding: 3 }}>
          <AllergyStrip allergies={summary} />
        </Box>
      )}
      <Box component="ul" aria-label={t('allergies')} sx={{ margin: 0, padding: 0, listStyle: 'none' }} {...stableList.reader}>
        {allergyLines(stableList.shown).map((row) => (
          <AllergyLine
            key={row.id}
            row={row}
            isFresh={stableList.isFresh(row)}
            isRemoving={removalStates.has(row.id)}
            onRemove={patient && row.status === 'active' && !removalStates.has(row.id) ? () => setDialog(row) : null}
          />
        ))}
      </Box>
    </ListCard>
  )
}
