import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import type { PatientId, ProblemRow } from '@wardline/events'
import { Empty, useAnnounce } from '@wardline/ui'
import { useState } from 'react'
import { useTRPC } from '../../../api/trpc.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { ListCard } from '../../../lists/list-card.tsx'
import { useStableList } from '../../../lists/use-stable-list.ts'
import { usePending } from '../../../sync/commands/use-pending.ts'
import { ChartArrivals } from '../chart-arrivals.tsx'
import { PendingLine } from '../forms/pending-line.tsx'
import { chartTexts } from '../texts.ts'
import { useProblems } from '../use-chart-lists.ts'
import { useEditablePatient } from '../use-editable-patient.ts'
import { AddProblemSheet } from './add-problem-sheet.tsx'
import { ProblemLine } from './problem-line.tsx'
import { groupProblems, type ProblemGroup } from './problems.ts'
import { ResolveProblemSheet } from './resolve-problem-sheet.tsx'

/** Active, inactive and resolved problems as separate lists (CHT-3). */
export function ProblemsCard({ patientId }: { patientId: PatientId }) {
  const t = useTexts(chartTexts)
  const trpc = useTRPC()
  const announce = useAnnounce()
  const patient = useEditablePatient(patientId)
  const list = useProblems(patientId)
  const pendingAdditions = usePending(trpc.problems.add, (input) => input.patientId === patientId)
  const pendingResolutions = usePending(trpc.problems.resolve, (input) => input.patientId === patientId)
  const [dialog, setDialog] = useState<'add' | ProblemRow | null>(null)
  const stableList = useStableList<ProblemRow>(list.status === 'ready' ? list.rows : undefined, {
    isUrgent: () => false,
    onArrival: (arrived) => {
      for (const { display } of arrived) announce.polite(t('newProblem', { problem: display }))
    },
  })
  const groups = groupProblems(stableList.shown)
  const resolvingIds = new Set(pendingResolutions.map(({ input }) => input.problemId))

  const listOf = (group: ProblemGroup) => (
    <Box component="ul" aria-label={`${t('problems')}: ${t(`${group}Group`)}`} sx={{ margin: 0, padding: 0, listStyle: 'none' }}>
      {groups[group].map((row) => (
        <ProblemLine
          key={row.id}
          row={row}
          isFresh={stableList.isFresh(row)}
          isResolving={resolvingIds.has(row.id)}
          onResolve={patient && group !== 'resolved' ? () => setDialog(row) : null}
        />
      ))}
    </Box>
  )

  return (
    <ListCard
      title={t('problems')}
      count={list.rows.length > 0 && t('active', { count: groups.active.length })}
      list={list}
      expected={4}
      empty={pendingAdditions.length === 0 && <Empty title={t('noProblems')} />}
      actions={patient && <Button onClick={() => setDialog('add')}>{t('addProblem')}</Button>}
      sheet={
        <>
          {dialog === 'add' && patient && <AddProblemSheet patientId={patientId} patient={patient} onClose={() => setDialog(null)} />}
          {dialog && dialog !== 'add' && patient && (
            <ResolveProblemSheet
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
      <ChartArrivals rows={stableList} />
      {pendingAdditions.map(({ commandId, state, input }) => (
        <PendingLine key={commandId} state={state}>
          <bdi>{input.text}</bdi> · {t('savingProblem')}
        </PendingLine>
      ))}
      <div {...stableList.reader}>
        {listOf('active')}
        {groups.active.length === 0 && pendingAdditions.length === 0 && <Empty title={t('noActiveProblems')} />}
        <CollapsedGroup group="inactive" count={groups.inactive.length}>
          {listOf('inactive')}
        </CollapsedGroup>
        <CollapsedGroup group="resolved" count={groups.resolved.length}>
          {listOf('resolved')}
        </CollapsedGroup>
      </div>
    </ListCard>
  )
}

/** Inactive or resolved problems: collapsed to their count, expandable in place. */
function CollapsedGroup({ group, count, children }: { group: 'inactive' | 'resolved'; count: number; children: React.ReactNode }) {
  const t = useTexts(chartTexts)
  const [open, setOpen] = useState(false)
  if (count === 0) return null
  return (
    <>
      <Box sx={{ padding: 1, bgcolor: 'sunk', borderBlock: '1px solid', borderColor: 'line' }}>
        <Button variant="text" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(open ? 'hideGroup' : 'showGroup', { group: t(`${group}Group`), count })}
        </Button>
      </Box>
      {open && children}
    </>
  )
}
