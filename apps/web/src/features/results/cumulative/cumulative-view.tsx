import Box from '@mui/material/Box'
import type { ResultRow } from '@wardline/events'
import { Clin, type ClinicalColumn, ClinicalTable, letterOf, RangeText, useFormats, useServerNow } from '@wardline/ui'
import { type KeyboardEvent, useMemo } from 'react'
import { type CodedTest, useTestName } from '../../../clinical/test-names.ts'
import { type Translate, useTexts } from '../../../i18n/define-texts.ts'
import { resultTexts } from '../texts.ts'
import type { Cumulative, TestLine } from './cumulative.ts'
import { ResultCell } from './result-cell.tsx'

export const TEST_PX = 168
export const RANGE_PX = 128
/** Column width in px for `20-Nov 20:41`, or with the year for `20-Nov-2024 20:41`. */
export const COLLECTION_PX = { thisYear: 108, anyYear: 136 } as const

/** Shortcut key for the value under the cursor: review, copy, trend. */
export type ShortcutKey = 'w' | 'c' | 't'

export interface CumulativeViewProps {
  grid: Cumulative
  /** The selected value; moving up or down stays in its column. */
  selected: ResultRow | null
  onSelect: (row: ResultRow) => void
  onShortcut: (key: ShortcutKey, row: ResultRow) => void
}

const none: readonly ResultRow[] = []

/** Cumulative grid: tests as rows, collections as columns, newest collection next to the test name (RES-4). */
export function CumulativeView({ grid, selected, onSelect, onShortcut }: CumulativeViewProps) {
  const t = useTexts(resultTexts)
  const nameOf = useTestName()
  const { collections } = grid
  const columns = useMemo(() => columnsOf(t, collections), [t, collections])
  const valueIn = (line: TestLine, columnId: string | null): ResultRow =>
    line.cells.get(columnId ?? '')?.[0] ?? line.cells.get(selected?.collectedAt ?? '')?.[0] ?? line.latest

  const onRowKey = (event: KeyboardEvent, line: TestLine, columnId: string | null) => {
    const key = (['w', 'c', 't'] as const).find((shortcut) => shortcut === letterOf(event))
    if (!key || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    onShortcut(key, valueIn(line, columnId))
  }

  return (
    <ClinicalTable
      label={t('cumulative')}
      rows={grid.lines}
      columns={columns}
      rowKey={(line) => line.id}
      rowLabel={({ latest, display }) => nameOf({ code: latest.code, display })}
      sectionOf={(line) => line.section}
      sectionLabel={(line) => t(line.section)}
      cellNavigation
      openOnClick
      onOpen={(line, columnId) => onSelect(valueIn(line, columnId))}
      onActiveChange={(_, line) => line && onSelect(valueIn(line, null))}
      onRowKey={onRowKey}
    />
  )
}

const columnsOf = (t: Translate<(typeof resultTexts)['en']>, collections: readonly string[]): readonly ClinicalColumn<TestLine>[] => [
  {
    id: 'test',
    header: t('test'),
    width: TEST_PX,
    sticky: true,
    rowHeader: true,
    wrap: true,
    cell: ({ latest, display }) => <TestName code={latest.code} display={display} />,
  },
  { id: 'range', header: t('range'), width: RANGE_PX, wrap: true, cell: ({ latest }) => <RangeCell row={latest} /> },
  ...collections.map(
    (at): ClinicalColumn<TestLine> => ({
      id: at,
      header: <CollectedAt at={at} />,
      minWidth: COLLECTION_PX.thisYear,
      align: 'end',
      wrap: true,
      cell: ({ cells }) => <ResultCell rows={cells.get(at) ?? none} />,
    }),
  ),
]

const TestName = (test: CodedTest) => <bdi>{useTestName()(test)}</bdi>

/** Reference range of the latest displayed value, or its unit alone; a row has a single unit (FLG-5, FMT-10). */
const RangeCell = ({ row }: { row: ResultRow }) =>
  row.range ? (
    <RangeText {...row.range} unit={row.unit} />
  ) : (
    <Box component="span" sx={{ color: 'muted', fontSize: 11.5 }}>
      <Clin>{row.unit ?? ''}</Clin>
    </Box>
  )

function CollectedAt({ at }: { at: string }) {
  const formats = useFormats()
  const now = useServerNow(3_600_000)
  const isThisYear = formats.date(at).slice(-4) === formats.date(new Date(now).toISOString()).slice(-4)
  return <Clin>{formats.dateTime(at, { year: !isThisYear })}</Clin>
}
