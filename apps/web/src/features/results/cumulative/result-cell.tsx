import Box from '@mui/material/Box'
import { type ResultRow, specimenComments } from '@wardline/events'
import { LabValue, StatusChip } from '@wardline/ui'
import { useSpecimenComment } from '../../../clinical/specimen-comments.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useHighlights } from '../row-highlights.ts'
import { resultTexts } from '../texts.ts'

export interface ResultCellProps {
  /** Values of one test from one collection, latest release first. */
  rows: readonly ResultRow[]
}

/** Flag and value as reported; a dash if the collection did not include the test. */
export function ResultCell({ rows }: ResultCellProps) {
  const [row, ...others] = rows
  return row ? <ReportedValue row={row} others={others.length} /> : <LabValue value={null} size="cell" />
}

function ReportedValue({ row, others }: { row: ResultRow; others: number }) {
  const t = useTexts(resultTexts)
  const { isSelected, isFresh } = useHighlights(row)
  const comment = useSpecimenComment()
  return (
    <Box
      component="span"
      data-selected={isSelected || undefined}
      data-fresh={isFresh || undefined}
      sx={{
        display: 'inline-flex',
        flexWrap: 'wrap',
        justifyContent: 'end',
        gap: 1,
        borderRadius: 1,
        paddingInline: 1,
        ...(isFresh && { bgcolor: 'new.bg' }),
        ...(isSelected && { outline: '2px solid', outlineColor: 'primary.main', bgcolor: 'primary.bg' }),
      }}
    >
      <LabValue value={row.value} flag={row.flag} status={row.status} size="cell" />
      {row.note && specimenComments.some((comment) => comment === row.note) && <StatusChip tone="warn">{comment(row.note)}</StatusChip>}
      {others > 0 && <StatusChip title={t('moreInCellLabel', { count: others })}>{t('moreInCell', { count: others })}</StatusChip>}
    </Box>
  )
}
