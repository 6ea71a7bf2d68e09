import Box from '@mui/material/Box'
import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'
import { facilityZoneNote, toLatinDigits, useFacility } from '@wardline/ui'
import { useTexts } from '../../../i18n/define-texts.ts'
import { serverClock } from '../../../time/server-clock.ts'
import { wallTime } from '../../../time/wall-time.ts'
import { chartTexts } from '../texts.ts'
import type { EntryIssue, VitalsEntry } from './vitals-entry.ts'

export interface MeasuredAtProps {
  entry: VitalsEntry
  issue: EntryIssue | null
  onChange: (entry: VitalsEntry) => void
}

/**
 * Time of measurement in hospital time, 24-hour format (FMT-1, FMT-3). A native time input would show AM and PM on
 * computers set to a 12-hour locale.
 */
export function MeasuredAt({ entry, issue, onChange }: MeasuredAtProps) {
  const t = useTexts(chartTexts)
  const { timeZone } = useFacility()
  const zone = timeZone ? facilityZoneNote(timeZone) : null
  const isInvalid = issue === 'notATime' || issue === 'inFuture'
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)', columnGap: 3, alignItems: 'start' }}>
      <TextField
        label={t('measuredAt')}
        value={entry.time}
        placeholder={wallTime(serverClock.now(), timeZone)}
        error={isInvalid}
        helperText={isInvalid ? t(issue) : [t('measuredAtHint'), zone].filter(Boolean).join(' · ')}
        onChange={(event) => onChange({ ...entry, time: toLatinDigits(event.target.value) })}
        slotProps={{ htmlInput: { inputMode: 'numeric', autoComplete: 'off', dir: 'ltr', maxLength: 5 }, inputLabel: { shrink: true } }}
      />
      <TextField
        select
        label={t('day')}
        value={entry.daysAgo}
        disabled={entry.time === ''}
        onChange={(event) => onChange({ ...entry, daysAgo: Number(event.target.value) })}
      >
        <MenuItem value={0}>{t('today')}</MenuItem>
        <MenuItem value={1}>{t('yesterday')}</MenuItem>
      </TextField>
    </Box>
  )
}
