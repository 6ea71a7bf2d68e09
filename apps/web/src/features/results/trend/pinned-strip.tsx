import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import type { AlertRow, ResultRow } from '@wardline/events'
import { Clin, LabValue } from '@wardline/ui'
import { useTestName } from '../../../clinical/test-names.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useFormatTime } from '../../../time/use-format-time.ts'
import { resultText } from '../result-text.ts'
import { isPinned } from '../review/review.ts'
import { resultTexts } from '../texts.ts'

export interface PinnedStripProps {
  rows: readonly ResultRow[]
  alerts: readonly AlertRow[]
  onSelect: (row: ResultRow) => void
}

/** Critical values not yet acknowledged and reviewed, above the grid and independent of its filter (RES-16). */
export function PinnedStrip({ rows, alerts, onSelect }: PinnedStripProps) {
  const t = useTexts(resultTexts)
  const formatTime = useFormatTime()
  const nameOf = useTestName()
  const pinnedRows = rows.filter((row) => isPinned(row, alerts))
  if (pinnedRows.length === 0) return null
  return (
    <Box
      component="section"
      aria-label={t('pinned')}
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        gap: 2,
        padding: '4px 12px',
        bgcolor: 'crit.bg',
        borderBlockEnd: '1px solid',
        borderColor: 'crit.line',
      }}
    >
      <Box component="span" sx={{ color: 'crit.main', fontWeight: 620, fontSize: 12 }}>
        {t('pinned')}
      </Box>
      {pinnedRows.map((row) => (
        <Button key={row.id} onClick={() => onSelect(row)} aria-label={resultText(row)}>
          <bdi>{nameOf(row)}</bdi> <LabValue value={row.value} unit={row.unit} flag={row.flag} /> <Clin>{formatTime(row.collectedAt)}</Clin>
        </Button>
      ))}
    </Box>
  )
}
