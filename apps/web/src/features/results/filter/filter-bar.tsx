import Box from '@mui/material/Box'
import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'
import ToggleButton from '@mui/material/ToggleButton'
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup'
import { useTexts } from '../../../i18n/define-texts.ts'
import { resultTexts } from '../texts.ts'
import type { ResultsLayout, views } from '../use-results-layout.ts'
import { type Period, periods } from './filters.ts'

/** Controls for filter, period and view. */
export function FilterBar({ view, period, abnormalOnly, change }: ResultsLayout) {
  const t = useTexts(resultTexts)
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2 }}>
      <ToggleButtonGroup
        exclusive
        size="small"
        aria-label={t('filter')}
        value={abnormalOnly ? 'abnormal' : 'all'}
        onChange={(_, value: string | null) => value && change({ abnormalOnly: value === 'abnormal' })}
      >
        <ToggleButton value="all">{t('all')}</ToggleButton>
        <ToggleButton value="abnormal">{t('abnormalOnly')}</ToggleButton>
      </ToggleButtonGroup>
      <TextField
        select
        hiddenLabel
        fullWidth={false}
        value={period}
        onChange={(event) => change({ period: event.target.value as Period })}
        slotProps={{ htmlInput: { 'aria-label': t('period') } }}
      >
        {periods.map((option) => (
          <MenuItem key={option} value={option}>
            {t(`period_${option}`)}
          </MenuItem>
        ))}
      </TextField>
      <ToggleButtonGroup
        exclusive
        size="small"
        aria-label={t('view')}
        value={view}
        onChange={(_, value: (typeof views)[number] | null) => value && change({ view: value })}
      >
        <ToggleButton value="new">{t('newForMe')}</ToggleButton>
        <ToggleButton value="cumulative">{t('cumulative')}</ToggleButton>
        <ToggleButton value="reports">{t('byReport')}</ToggleButton>
      </ToggleButtonGroup>
    </Box>
  )
}
