import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import type { AlertRow, ResultRow } from '@wardline/events'
import { ArrivalsPill, Empty, useServerNow } from '@wardline/ui'
import { useMemo, useRef, useState } from 'react'
import { useTexts } from '../../i18n/define-texts.ts'
import { ListCard } from '../../lists/list-card.tsx'
import type { StableList } from '../../lists/use-stable-list.ts'
import type { NamedPatient } from '../../sync/hooks/use-patient-identity.ts'
import type { LiveList } from '../../sync/hooks/use-view.ts'
import { useUser } from '../../sync/workflow-context.tsx'
import { cumulativeOf } from './cumulative/cumulative.ts'
import { COLLECTION_PX, CumulativeView, RANGE_PX, type ShortcutKey, TEST_PX } from './cumulative/cumulative-view.tsx'
import { useFittingColumns } from './cumulative/use-fitting-columns.ts'
import { FilterBar } from './filter/filter-bar.tsx'
import { FilterSummary } from './filter/filter-summary.tsx'
import { matchesFilter, sinceOf } from './filter/filters.ts'
import { ReportView } from './report/report-view.tsx'
import { isNewFor } from './review/review.ts'
import { ReviewBar } from './review/review-bar.tsx'
import type { Reviewing } from './review/use-review.ts'
import { resultTexts } from './texts.ts'
import { PinnedStrip } from './trend/pinned-strip.tsx'
import type { ResultsLayout } from './use-results-layout.ts'

export interface ResultsPanelProps {
  patient: NamedPatient | null
  list: LiveList<ResultRow>
  stableList: StableList<ResultRow>
  alerts: readonly AlertRow[]
  layout: ResultsLayout
  reviewing: Reviewing
  selected: ResultRow | null
  onSelect: (row: ResultRow) => void
  onShortcut: (key: ShortcutKey, row: ResultRow) => void
}

const titles = { cumulative: 'cumulative', reports: 'byReport', new: 'newForMe' } as const satisfies Record<ResultsLayout['view'], string>

/** Results as cumulative grid or by report, with a summary of what is shown and hidden (RT-10). */
export function ResultsPanel({ patient, list, stableList, alerts, layout, reviewing, selected, onSelect, onShortcut }: ResultsPanelProps) {
  const t = useTexts(resultTexts)
  const { view, period, abnormalOnly, change } = layout
  const now = useServerNow(3_600_000)
  const { userId } = useUser()
  const since = sinceOf(period, now)
  const withYear = list.rows.some(({ collectedAt }) => collectedAt.slice(0, 4) !== new Date(now).toISOString().slice(0, 4))
  const [skip, setSkip] = useState(0)
  const [selectedIds, setSelectedIds] = useState<ReadonlySet<string>>(new Set())
  const frame = useRef<HTMLDivElement>(null)
  const columns = useFittingColumns(frame, {
    fixedPx: TEST_PX + RANGE_PX,
    columnPx: withYear ? COLLECTION_PX.anyYear : COLLECTION_PX.thisYear,
    minimum: 3,
  })

  const shownRows = stableList.shown
  const matchingRows = useMemo(
    () => shownRows.filter((row) => matchesFilter(row, { since, abnormalOnly }) && (view !== 'new' || isNewFor(row, now, userId))),
    [shownRows, since, abnormalOnly, view, now, userId],
  )
  const grid = useMemo(
    () => cumulativeOf(shownRows, { columns, skip, since, abnormalOnly, hasMore: list.hasMore }),
    [shownRows, columns, skip, since, abnormalOnly, list.hasMore],
  )
  const isEmpty = view === 'cumulative' ? grid.lines.length === 0 : matchingRows.length === 0
  const selectedRows = matchingRows.filter(({ id, reviewed }) => selectedIds.has(id) && !reviewed)

  return (
    <ListCard
      title={t(titles[view])}
      count={view === 'cumulative' ? t('tests', { count: grid.lines.length }) : t('results', { count: matchingRows.length })}
      list={list}
      expected={12}
      empty={<Empty title={t('noResults')} hint={t('noResultsHint')} />}
      actions={<FilterBar {...layout} />}
      footer={
        selectedRows.length > 0 &&
        patient && <ReviewBar rows={selectedRows} patient={patient} reviewing={reviewing} onClear={() => setSelectedIds(new Set())} />
      }
    >
      <FilterSummary
        layout={layout}
        grid={view === 'cumulative' ? grid : null}
        hiddenResults={shownRows.length - matchingRows.length}
        list={list}
        skip={skip}
        columns={columns}
        onSkip={setSkip}
      />
      <ArrivalsPill count={stableList.waiting.length} onShow={stableList.show} />
      {view === 'cumulative' && <PinnedStrip rows={shownRows} alerts={alerts} onSelect={onSelect} />}
      <Box ref={frame} sx={{ flex: 1, minBlockSize: 0, display: 'flex', flexDirection: 'column' }} {...stableList.reader}>
        {isEmpty ? (
          <Empty
            title={t(view === 'new' ? 'nothingNew' : 'nothingPasses')}
            hint={t('nothingPassesHint')}
            action={
              <Button onClick={() => change({ view: view === 'new' ? 'cumulative' : view, period: 'all', abnormalOnly: false })}>
                {t('showAll')}
              </Button>
            }
          />
        ) : view === 'cumulative' ? (
          <CumulativeView grid={grid} selected={selected} onSelect={onSelect} onShortcut={onShortcut} />
        ) : (
          <ReportView
            label={t(titles[view])}
            rows={matchingRows}
            alerts={alerts}
            isFresh={stableList.isFresh}
            selected={selected}
            onSelect={onSelect}
            onShortcut={onShortcut}
            selectedIds={reviewing.review ? selectedIds : null}
            onSelectionChange={setSelectedIds}
          />
        )}
      </Box>
    </ListCard>
  )
}
