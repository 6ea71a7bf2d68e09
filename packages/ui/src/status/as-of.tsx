import Box from '@mui/material/Box'
import { StatusChip } from '../clinical/chips.tsx'
import { Clin } from '../clinical/clinical-text.tsx'
import { visuallyHidden } from '../theme/visually-hidden.ts'
import { useFormats, useServerNow } from '../time/clock.tsx'
import { useWords } from '../words.tsx'

/** Age from which rows that are not live are marked as stale (RT-2). A shorter time would warn at every brief interruption. */
export const STALE_AFTER_MS = 60_000

export interface AsOfProps {
  /** Time up to which the rows are current. */
  at: string | null
  /** Whether the rows are updated live. */
  live?: boolean
}

/** "as of 21:00:14"; an amber warning if the rows are stale (RT-2). */
export function AsOf({ at, live = true }: AsOfProps) {
  const words = useWords()
  const formats = useFormats()
  const now = useServerNow(10_000)
  if (!at) return null

  const time = formats.isToday(at) ? formats.time(at, { seconds: true }) : formats.dateTime(at)
  if (!live && now - Date.parse(at) > STALE_AFTER_MS) {
    return (
      <StatusChip tone="warn">
        {words.dataAsOf} <Clin>{time}</Clin>
      </StatusChip>
    )
  }
  return (
    <Box component="small" sx={{ color: 'faint', fontSize: 11.5, whiteSpace: 'nowrap' }}>
      {words.asOf} <Clin>{time}</Clin>
    </Box>
  )
}

export interface TimeAgoProps {
  at: string
}

/** "6 min ago", with the exact time in the title and for screen readers (FMT-2). */
export function TimeAgo({ at }: TimeAgoProps) {
  const words = useWords()
  const formats = useFormats()
  const now = useServerNow(10_000)
  const minutes = Math.max(0, Math.floor((now - Date.parse(at)) / 60_000))
  const exact = formats.dateTime(at)
  return (
    <time dateTime={at} title={exact}>
      {agoInWords(minutes, words)}
      <Box component="span" sx={visuallyHidden}>
        {' '}
        ({exact})
      </Box>
    </time>
  )
}

const DAYS_A_YEAR = 365

function agoInWords(minutes: number, words: ReturnType<typeof useWords>): string {
  if (minutes < 1) return words.justNow
  if (minutes < 60) return words.minutesAgo(minutes)
  if (minutes < 48 * 60) return words.hoursAgo(Math.floor(minutes / 60))
  const days = Math.floor(minutes / (24 * 60))
  return days < DAYS_A_YEAR ? words.daysAgo(days) : words.yearsAgo(Math.floor(days / DAYS_A_YEAR))
}
