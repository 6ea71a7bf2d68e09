import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import ToggleButton from '@mui/material/ToggleButton'
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup'
import type { MedicationRow, PatientId } from '@wardline/events'
import { ArrivalsPill, arranging, Empty, tallMan, useAnnounce, useDerived, useServerNow, useWords } from '@wardline/ui'
import { useMemo, useState } from 'react'
import { useSearchParams } from 'react-router'
import { useTexts } from '../../../i18n/define-texts.ts'
import { ListCard } from '../../../lists/list-card.tsx'
import { useStableList } from '../../../lists/use-stable-list.ts'
import type { LiveList } from '../../../sync/hooks/use-view.ts'
import { useUser } from '../../../sync/workflow-context.tsx'
import { texts } from '../texts.ts'
import { usePendingPrescriptions } from '../use-medications.ts'
import { isPending, type Line, MedicationsTable } from './medications-table.tsx'
import { activeAs, activeMedicines, inSections, LINGER_MS, medicationSections, sectionOf } from './sections.ts'

export interface MedicationsListProps {
  readonly patientId: PatientId
  readonly list: LiveList<MedicationRow>
  /** Offers stopping; null for those who do not prescribe. */
  readonly onMenu: ((row: MedicationRow, anchor: Element) => void) | null
}

/** The patient's medicines under their headings (MED-1), live through the pharmacy (MED-17). */
export function MedicationsList({ patientId, list, onMenu }: MedicationsListProps) {
  const t = useTexts(texts)
  const words = useWords()
  const announce = useAnnounce()
  const { userId } = useUser()
  const [params, setParams] = useSearchParams()
  const withStopped = params.get('show') === 'all'
  const now = useServerNow(5_000)
  const [openedAt] = useState(now)
  const pending = usePendingPrescriptions(patientId)

  const steady = useStableList(list.status === 'ready' ? list.rows : undefined, {
    pressing: (row) => row.priority === 'stat' || row.requester.userId === userId,
    onArrival: (rows) => {
      // Older pages that are loaded are no news, and one's own signature was announced.
      const news = rows.filter((row) => Date.parse(row.authoredAt) >= openedAt && row.requester.userId !== userId)
      for (const row of news) announce.polite(t('announced', { medicine: tallMan(row.generic), priority: words.priorities[row.priority] }))
    },
  })
  // What was just stopped stays a minute under its own heading, so that one sees what became of it (RT-9).
  const rule = useMemo(
    () => ({
      keeps: (row: MedicationRow) => withStopped || sectionOf(row) !== 'stopped' || isRecent(row, openedAt, now),
      order: inSections,
    }),
    [withStopped, openedAt, now],
  )
  const rows = useDerived(arranging<MedicationRow>, steady.shown, rule)
  const { active } = useDerived(activeMedicines, list.rows, activeAs)
  const hidden = steady.shown.length - rows.length
  const choose = (all: boolean) => setParams(all ? { show: 'all' } : {}, { replace: true })

  return (
    <ListCard title={t('title')} count={t('active', { count: active })} list={list} expected={8}>
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          gap: 2,
          padding: '6px 12px',
          borderBlockEnd: '1px solid',
          borderColor: 'line',
        }}
      >
        <ToggleButtonGroup
          exclusive
          value={withStopped ? 'all' : 'current'}
          aria-label={t('show')}
          onChange={(_, chosen: string | null) => chosen && choose(chosen === 'all')}
        >
          <ToggleButton value="current">{t('current')}</ToggleButton>
          <ToggleButton value="all">{t('withStopped')}</ToggleButton>
        </ToggleButtonGroup>
        <Box component="p" sx={{ margin: 0, flex: 1, minWidth: 160, color: 'muted', fontSize: 12 }}>
          {t(withStopped ? 'ruleAll' : 'ruleCurrent')}
          {hidden > 0 && ` ${t('hidden', { count: hidden })}.`}
        </Box>
        {hidden > 0 && <Button onClick={() => choose(true)}>{t('showAll')}</Button>}
      </Box>
      <ArrivalsPill count={steady.waiting.length} onShow={steady.show}>
        {t('arrived', { count: steady.waiting.length })}
      </ArrivalsPill>
      <Box {...steady.reader} sx={{ flex: 1, minHeight: 0, display: 'flex', flexDirection: 'column' }}>
        <MedicationsTable
          lines={pending.length > 0 ? bySection([...pending, ...rows]) : rows}
          isFresh={(row) => steady.isFresh(row) || isRecent(row, openedAt, now)}
          onMenu={onMenu}
          empty={
            !withStopped && list.rows.length > 0 ? (
              <Empty title={t('emptyCurrent')} hint={t('emptyCurrentHint')} />
            ) : (
              <Empty title={t('emptyAll')} />
            )
          }
        />
      </Box>
      {list.hasMore && (
        <Box sx={{ padding: 2, textAlign: 'center', borderBlockStart: '1px solid', borderColor: 'line' }}>
          <Button disabled={list.isFetchingMore} onClick={() => void list.fetchMore()}>
            {t('older')}
          </Button>
        </Box>
      )}
    </ListCard>
  )
}

/** Changed since the list was opened, and not long ago. */
function isRecent({ changedAt }: MedicationRow, openedAt: number, now: number): boolean {
  const at = Date.parse(changedAt)
  return at >= openedAt && now - at < LINGER_MS
}

/** What is on its way stands first under the heading it will have. */
const bySection = (lines: readonly Line[]): readonly Line[] =>
  medicationSections.flatMap((section) => lines.filter((line) => (isPending(line) ? line.section : sectionOf(line)) === section))
