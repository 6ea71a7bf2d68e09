import Box from '@mui/material/Box'
import type { MedicationRow, PharmacyStep } from '@wardline/events'
import { ArrivalsPill, Empty, tallMan, useAnnounce } from '@wardline/ui'
import { useTexts } from '../../i18n/define-texts.ts'
import { ListCard } from '../../lists/list-card.tsx'
import { useStableList } from '../../lists/use-stable-list.ts'
import type { TabPageProps } from '../../navigation/define-tab.ts'
import { useUser } from '../../sync/workflow-context.tsx'
import { isUnfinished, sentToPharmacy } from './milestones.ts'
import { PrescriptionProgress } from './prescription-progress.tsx'
import { texts } from './texts.ts'
import { useProgress } from './use-progress.ts'

/** Live pharmacy progress of each prescription, with user and time of every step. */
export function PharmacyProgressTab({ patientId }: TabPageProps) {
  const t = useTexts(texts)
  const { userId } = useUser()
  const list = useProgress(patientId)
  const rows = sentToPharmacy(list.rows)
  const inProgressCount = rows.filter(isUnfinished).length
  const elsewhereCount = list.rows.length - rows.length
  const stable = useStableList(list.status === 'ready' ? rows : undefined, { isUrgent: ({ priority }) => priority === 'stat' })
  useAnnounceSteps(list.status === 'ready' ? rows : undefined)

  return (
    <Box sx={{ display: 'grid', gridTemplateRows: 'minmax(0, 1fr)', blockSize: '100%', padding: 3 }}>
      <ListCard list={list} title={t('title')} note={t('rule')} count={t('underWay', { count: inProgressCount })} expected={6}>
        <ArrivalsPill count={stable.waiting.length} onShow={stable.show} />
        {rows.length === 0 && <Empty title={t('empty')} hint={t('emptyHint')} />}
        <Box component="ul" {...stable.reader} sx={{ margin: 0, padding: 0, listStyle: 'none' }}>
          {stable.shown.map((row) => (
            <PrescriptionProgress key={row.id} row={row} userId={userId} isFresh={stable.isFresh(row)} />
          ))}
        </Box>
        {elsewhereCount > 0 && <Box sx={{ padding: 3, color: 'muted', fontSize: 12 }}>{t('elsewhere', { count: elsewhereCount })}</Box>}
      </ListCard>
    </Box>
  )
}

const lastStep = (row: MedicationRow): PharmacyStep | undefined => row.steps.at(-1)

/** Announces each new step once, politely (A11Y-4). */
function useAnnounceSteps(rows: readonly MedicationRow[] | undefined): void {
  const t = useTexts(texts)
  const announce = useAnnounce()
  useStableList(rows, {
    keyOf: (row) => `${row.id} ${lastStep(row)?.step} ${lastStep(row)?.at}`,
    isUrgent: () => true,
    onArrival: (arrived) => {
      for (const row of arrived) {
        const step = lastStep(row)
        if (step) announce.polite(t('announced', { medicine: tallMan(row.generic), step: t(step.step), name: step.by.name }))
      }
    },
  })
}
