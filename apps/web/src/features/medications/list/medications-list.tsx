import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import ToggleButton from '@mui/material/ToggleButton'
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup'
import type { MedicationRow, PatientId } from '@wardline/events'
import { ArrivalsPill, Empty, filterAndSort, tallMan, useAnnounce, useDerived, useServerNow, useWords } from '@wardline/ui'
import { useMemo, useState } from 'react'
import { useSearchParams } from 'react-router'
import { useTexts } from '../../../i18n/define-texts.ts'
import { ListCard } from '../../../lists/list-card.tsx'
import { useStableList } from '../../../lists/use-stable-list.ts'
import type { LiveList } from '../../../sync/hooks/use-view.ts'
import { useUser } from '../../../sync/workflow-context.tsx'
import { texts } from '../texts.ts'
import { usePendingPrescriptions } from '../use-medications.ts'
import { isPending, MedicationsTable, type MedicationTableLine } from './medications-table.tsx'
import { activeMedicationCounter, compareBySection, countsAsActive, LINGER_MS, medicationSections, sectionOf } from './sections.ts'

export interface MedicationsListProps {
  readonly patientId: PatientId
  readonly list: LiveList<MedicationRow>
  /** Opens the menu to discontinue; null for roles that cannot prescribe. */
  readonly onMenu: ((row: MedicationRow, anchor: Element) => void) | null
}

/** The patient's medications in sections (MED-1), with their live pharmacy stage (MED-17). */
export function MedicationsList({ patientId, list, onMenu }: MedicationsListProps) {
  const t = useTexts(texts)
  const words = useWords()
  const announce = useAnnounce()
  const { userId } = useUser()
  const [params, setParams] = useSearchParams()
  const showsStopped = params.get('show') === 'all'
  const now = useServerNow(5_000)
  const [openedAt] = useState(now)
  const pending = usePendingPrescriptions(patientId)

  const stableList = useStableList(list.status === 'ready' ? list.rows : undefined, {
    isUrgent: (row) => row.priority === 'stat' || row.requester.userId === userId,
    onArrival: (rows) => {
      // Skips older pages just loaded, and own prescriptions, which were announced when signed.
      const newRows = rows.filter((row) => Date.parse(row.authoredAt) >= openedAt && row.requester.userId !== userId)
      for (const row of newRows)
        announce.polite(t('announced', { medicine: tallMan(row.generic), priority: words.priorities[row.priority] }))
    },
  })
  // A medication just discontinued stays visible for a minute, so that its outcome is seen (RT-9).
  const rule = useMemo(
    () => ({
      isIncluded: (row: MedicationRow) => showsStopped || sectionOf(row) !== 'stopped' || isRecent(row, openedAt, now),
      order: compareBySection,
    }),
    [showsStopped, openedAt, now],
  )
  const rows = useDerived(filterAndSort<MedicationRow>, stableList.shown, rule)
  const { active } = useDerived(activeMedicationCounter, list.rows, countsAsActive)
  const hiddenCount = stableList.shown.length - rows.length
  const showStopped = (all: boolean) => setParams(all ? { show: 'all' } : {}, { replace: true })

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
          value={showsStopped ? 'all' : 'current'}
          aria-label={t('show')}
          onChange={(_, value: string | null) => value && showStopped(value === 'all')}
        >
          <ToggleButton value="current">{t('current')}</ToggleButton>
          <ToggleButton value="all">{t('withStopped')}</ToggleButton>
        </ToggleButtonGroup>
        <Box component="p" sx={{ margin: 0, flex: 1, minWidth: 160, color: 'muted', fontSize: 12 }}>
          {t(showsStopped ? 'ruleAll' : 'ruleCurrent')}
          {hiddenCount > 0 && ` ${t('hidden', { count: hiddenCount })}.`}
        </Box>
        {hiddenCount > 0 && <Button onClick={() => showStopped(true)}>{t('showAll')}</Button>}
      </Box>
      <ArrivalsPill count={stableList.waiting.length} onShow={stableList.show}>
        {t('arrived', { count: stableList.waiting.length })}
      </ArrivalsPill>
      <Box {...stableList.reader} sx={{ flex: 1, minHeight: 0, display: 'flex', flexDirection: 'column' }}>
        <MedicationsTable
          lines={pending.length > 0 ? groupedBySection([...pending, ...rows]) : rows}
          isFresh={(row) => stableList.isFresh(row) || isRecent(row, openedAt, now)}
          onMenu={onMenu}
          empty={
            !showsStopped && list.rows.length > 0 ? (
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

/** True if the row changed after the list was opened and less than LINGER_MS ago. */
function isRecent({ changedAt }: MedicationRow, openedAt: number, now: number): boolean {
  const at = Date.parse(changedAt)
  return at >= openedAt && now - at < LINGER_MS
}

/** Puts pending prescriptions first in the section they will belong to. */
const groupedBySection = (lines: readonly MedicationTableLine[]): readonly MedicationTableLine[] =>
  medicationSections.flatMap((section) => lines.filter((line) => (isPending(line) ? line.section : sectionOf(line)) === section))
