import Box from '@mui/material/Box'
import { type AlertRow, isCritical, type ResultRow } from '@wardline/events'
import { Clin, type ClinicalColumn, ClinicalTable, FlagChip, LabValue, letterOf, RangeText, useWords } from '@wardline/ui'
import { type KeyboardEvent, useMemo } from 'react'
import { useSpecimenComment } from '../../../clinical/specimen-comments.ts'
import { useTestName } from '../../../clinical/test-names.ts'
import { type Translate, useTexts } from '../../../i18n/define-texts.ts'
import { TimeCell } from '../../../lists/time-cell.tsx'
import { useFormatTime } from '../../../time/use-format-time.ts'
import type { ShortcutKey } from '../cumulative/cumulative-view.tsx'
import { canReviewInBatch } from '../review/review.ts'
import { ReviewState } from '../review/review-state.tsx'
import { resultTexts } from '../texts.ts'
import { type ListedResult, listedResultsOf } from './reports.ts'

export interface ReportViewProps {
  label: string
  rows: readonly ResultRow[]
  alerts: readonly AlertRow[]
  isFresh: (row: ResultRow) => boolean
  selected: ResultRow | null
  onSelect: (row: ResultRow) => void
  onShortcut: (key: ShortcutKey, row: ResultRow) => void
  /** Results selected for batch review; null for roles that cannot review. */
  selectedIds: ReadonlySet<string> | null
  onSelectionChange: (ids: ReadonlySet<string>) => void
}

/** Results by report, with range, collection and release time, and reviewer (RES-2); critical results are pinned until done (RES-16). */
export function ReportView({
  label,
  rows,
  alerts,
  isFresh,
  selected,
  onSelect,
  onShortcut,
  selectedIds,
  onSelectionChange,
}: ReportViewProps) {
  const t = useTexts(resultTexts)
  const formatTime = useFormatTime()
  const nameOf = useTestName()
  const columns = useMemo(() => columnsOf(t), [t])
  const listedResults = useMemo(() => listedResultsOf(rows, alerts), [rows, alerts])
  const sectionLabel = ({ report }: ListedResult) =>
    report ? (
      <>
        <bdi>{report.panel ?? t('singleResult')}</bdi> · <Clin>{formatTime(report.collectedAt)}</Clin> ·{' '}
        {t('results', { count: report.rows.length })}
      </>
    ) : (
      t('pinned')
    )

  const onRowKey = (event: KeyboardEvent, { row }: ListedResult) => {
    const key = (['w', 'c', 't'] as const).find((shortcut) => shortcut === letterOf(event))
    if (!key || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    onShortcut(key, row)
  }

  return (
    <ClinicalTable
      label={label}
      rows={listedResults}
      columns={columns}
      rowKey={({ row }) => row.id}
      rowLabel={({ row }) => nameOf(row)}
      rowTone={({ row, report }) => (!report && isCritical(row.flag) ? 'critical' : isFresh(row) ? 'fresh' : null)}
      sectionOf={({ report }) => report?.id ?? 'pinned'}
      sectionLabel={sectionLabel}
      activeKey={selected?.id ?? null}
      onActiveChange={(_, line) => line && onSelect(line.row)}
      onOpen={({ row }) => onShortcut('t', row)}
      onRowKey={onRowKey}
      selection={
        selectedIds ? { keys: selectedIds, onChange: onSelectionChange, selectable: ({ row }) => canReviewInBatch(row) } : undefined
      }
    />
  )
}

const columnsOf = (t: Translate<(typeof resultTexts)['en']>): readonly ClinicalColumn<ListedResult>[] => [
  { id: 'test', header: t('test'), minWidth: 130, grow: 1.3, wrap: true, rowHeader: true, cell: ({ row }) => <TestCell row={row} /> },
  { id: 'flag', header: '', label: t('flag'), width: 36, cell: ({ row }) => <FlagChip flag={row.flag} /> },
  { id: 'result', header: t('result'), minWidth: 120, wrap: true, cell: ({ row }) => <ValueCell row={row} /> },
  { id: 'range', header: t('range'), width: 112, wrap: true, cell: ({ row }) => row.range && <RangeText {...row.range} /> },
  { id: 'collected', header: t('collectedReleased'), width: 134, wrap: true, cell: ({ row }) => <TimesCell row={row} /> },
  { id: 'status', header: t('statusOrderer'), width: 132, wrap: true, cell: ({ row }) => <StatusCell row={row} /> },
  { id: 'review', header: t('review'), minWidth: 110, wrap: true, cell: ({ row }) => <ReviewState row={row} /> },
]

/** Test name with the specimen comment of the laboratory, never in a tooltip (RES-17). */
function TestCell({ row }: { row: ResultRow }) {
  const name = useTestName()(row)
  const comment = useSpecimenComment()
  return (
    <Box sx={{ minWidth: 0 }}>
      <bdi>{name}</bdi>
      {row.note && (
        <Box component="small" sx={{ display: 'block', color: 'warn.main', fontSize: 11.5 }}>
          <bdi>{comment(row.note)}</bdi>
        </Box>
      )}
    </Box>
  )
}

/** Collection time above release time; the collection is the clinically relevant time (RES-3). */
const TimesCell = ({ row }: { row: ResultRow }) => (
  <>
    <TimeCell at={row.collectedAt} />
    {row.resultedAt && (
      <Box component="small" sx={{ display: 'block', color: 'muted', fontSize: 11.5 }}>
        <TimeCell at={row.resultedAt} />
      </Box>
    )}
  </>
)

/** Status (preliminary, final, corrected) and orderer (RES-2, FLG-4). */
function StatusCell({ row }: { row: ResultRow }) {
  const t = useTexts(resultTexts)
  const words = useWords()
  return (
    <Box sx={{ minWidth: 0 }}>
      {row.status === 'final' ? t('final') : (words.resultStatus[row.status] ?? row.status)}
      {row.orderedBy && (
        <Box component="small" sx={{ display: 'block', color: 'muted', fontSize: 11.5 }}>
          <bdi>{row.orderedBy.name}</bdi>
        </Box>
      )}
    </Box>
  )
}

const ValueCell = ({ row }: { row: ResultRow }) => (
  <LabValue value={row.value} unit={row.unit} flag={row.flag} status={row.status} flagBeside={false} />
)
