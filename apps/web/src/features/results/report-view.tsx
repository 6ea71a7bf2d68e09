import Box from '@mui/material/Box'
import type { AlertRow, ResultRow } from '@wardline/events'
import { Clin, type ClinicalColumn, ClinicalTable, FlagChip, isCritical, LabValue, letterOf, RangeText } from '@wardline/ui'
import { type KeyboardEvent, useMemo } from 'react'
import { type Say, useTexts } from '../../lib/texts.ts'
import { useWhen } from '../../lib/use-when.ts'
import { WhenCell } from '../../lib/when-cell.tsx'
import type { ActKey } from './cumulative-view.tsx'
import { type ListedResult, listed } from './reports.ts'
import { reviewableTogether } from './review.ts'
import { ReviewState } from './review-state.tsx'
import { resultTexts } from './texts.ts'

export interface ReportViewProps {
  rows: readonly ResultRow[]
  alerts: readonly AlertRow[]
  isFresh: (row: ResultRow) => boolean
  selected: ResultRow | null
  onSelect: (row: ResultRow) => void
  onAct: (key: ActKey, row: ResultRow) => void
  /** What was chosen to be reviewed together; null for those who do not review. */
  chosen: ReadonlySet<string> | null
  onChoose: (ids: ReadonlySet<string>) => void
}

/** Results as they were reported, with range, both times and who reviewed (RES-2); critical ones on top until done (RES-16). */
export function ReportView({ rows, alerts, isFresh, selected, onSelect, onAct, chosen, onChoose }: ReportViewProps) {
  const t = useTexts(resultTexts)
  const when = useWhen()
  const columns = useMemo(() => columnsOf(t), [t])
  const lines = useMemo(() => listed(rows, alerts), [rows, alerts])
  const sectionLabel = ({ report }: ListedResult) =>
    report ? (
      <>
        <bdi>{report.panel ?? t('singleResult')}</bdi> · <Clin>{when(report.collectedAt)}</Clin> ·{' '}
        {t('results', { count: report.rows.length })}
      </>
    ) : (
      t('pinned')
    )

  const onRowKey = (event: KeyboardEvent, { row }: ListedResult) => {
    const key = (['w', 'c', 't'] as const).find((act) => act === letterOf(event))
    if (!key || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    onAct(key, row)
  }

  return (
    <ClinicalTable
      label={t('byReport')}
      rows={lines}
      columns={columns}
      rowKey={({ row }) => row.id}
      rowLabel={({ row }) => row.display}
      rowTone={({ row, report }) => (!report && isCritical(row.flag) ? 'critical' : isFresh(row) ? 'fresh' : null)}
      sectionOf={({ report }) => report?.id ?? 'pinned'}
      sectionLabel={sectionLabel}
      activeKey={selected?.id ?? null}
      onActiveChange={(_, line) => line && onSelect(line.row)}
      onOpen={({ row }) => onAct('t', row)}
      onRowKey={onRowKey}
      selection={chosen ? { keys: chosen, onChange: onChoose, selectable: ({ row }) => reviewableTogether(row) } : undefined}
    />
  )
}

const columnsOf = (t: Say<(typeof resultTexts)['en']>): readonly ClinicalColumn<ListedResult>[] => [
  { id: 'test', header: t('test'), minWidth: 130, grow: 1.3, wrap: true, rowHeader: true, cell: ({ row }) => <Test row={row} /> },
  { id: 'flag', header: '', label: t('flag'), width: 36, cell: ({ row }) => <FlagChip flag={row.flag} /> },
  { id: 'result', header: t('result'), minWidth: 120, wrap: true, cell: ({ row }) => <Value row={row} /> },
  { id: 'range', header: t('range'), width: 112, wrap: true, cell: ({ row }) => row.range && <RangeText {...row.range} /> },
  { id: 'collected', header: t('collected'), width: 104, wrap: true, cell: ({ row }) => <WhenCell at={row.collectedAt} /> },
  { id: 'released', header: t('released'), width: 104, wrap: true, cell: ({ row }) => row.resultedAt && <WhenCell at={row.resultedAt} /> },
  { id: 'review', header: t('review'), minWidth: 110, wrap: true, cell: ({ row }) => <ReviewState row={row} /> },
]

/** What the laboratory says about the specimen stands with the test, never in a tooltip (RES-17). */
const Test = ({ row }: { row: ResultRow }) => (
  <Box sx={{ minWidth: 0 }}>
    <bdi>{row.display}</bdi>
    {row.note && (
      <Box component="small" sx={{ display: 'block', color: 'warn.main', fontSize: 11.5 }}>
        <bdi>{row.note}</bdi>
      </Box>
    )}
  </Box>
)

const Value = ({ row }: { row: ResultRow }) => (
  <LabValue value={row.value} unit={row.unit} flag={row.flag} status={row.status} flagBeside={false} />
)
