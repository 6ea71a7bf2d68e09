import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import type { ResultRow } from '@wardline/events'
import { useTexts } from '../../../i18n/define-texts.ts'
import type { LiveList } from '../../../sync/hooks/use-view.ts'
import type { Cumulative } from '../cumulative/cumulative.ts'
import { resultTexts } from '../texts.ts'
import type { ResultsLayout } from '../use-results-layout.ts'

export interface FilterSummaryProps {
  layout: ResultsLayout
  /** null in the report view. */
  grid: Cumulative | null
  hiddenResults: number
  list: LiveList<ResultRow>
  skip: number
  columns: number
  onSkip: (skip: number) => void
}

/** Describes sort order, filter and hidden rows in words; every hidden row is counted (RT-10, RES-4). */
export function FilterSummary({ layout, grid, hiddenResults, list, skip, columns, onSkip }: FilterSummaryProps) {
  const t = useTexts(resultTexts)
  const { view, period, abnormalOnly } = layout
  const parts = [
    t(grid ? 'newestBeside' : 'newestFirst'),
    ...(view === 'new' ? [t('newForMeWords')] : []),
    ...(period === 'all' ? [] : [t('inPeriod', { period: t(`period_${period}_words`) })]),
    ...(abnormalOnly ? [t(grid ? 'abnormalTestsWords' : 'abnormalWords')] : []),
    ...(grid && grid.hiddenCollections > 0 ? [t('hiddenOlder', { count: grid.hiddenCollections })] : []),
    ...(grid && grid.hiddenTests > 0 ? [t('hiddenTests', { count: grid.hiddenTests })] : []),
    ...(!grid && hiddenResults > 0 ? [t('hiddenResults', { count: hiddenResults })] : []),
    ...(list.hasMore ? [t('olderNotLoaded')] : []),
  ]
  return (
    <Box
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        gap: 2,
        minHeight: 32,
        paddingInline: 3,
        color: 'muted',
        fontSize: 11.5,
        borderBlockEnd: '1px solid',
        borderColor: 'line',
      }}
    >
      <Box component="p" sx={{ margin: 0, flex: 1 }}>
        {parts.join(' · ')}
      </Box>
      {grid && skip > 0 && (
        <Button variant="text" onClick={() => onSkip(Math.max(0, skip - columns))}>
          {t('newer')}
        </Button>
      )}
      {grid && grid.older > 0 && (
        <Button variant="text" onClick={() => onSkip(skip + columns)}>
          {t('older')}
        </Button>
      )}
      {list.hasMore && (
        <Button variant="text" disabled={list.isFetchingMore} onClick={() => void list.fetchMore()}>
          {t(list.isFetchingMore ? 'loadingOlder' : 'loadOlder')}
        </Button>
      )}
    </Box>
  )
}
