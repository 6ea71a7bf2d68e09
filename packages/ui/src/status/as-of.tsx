import Box from '@mui/material/Box'
import { StatusChip } from '../clinical/chips.tsx'
import { Clin } from '../clinical/clinical-text.tsx'
import { visuallyHidden } from '../theme/visually-hidden.ts'
import { useFormats, useServerNow } from '../time/clock.tsx'
import { useWords } from '../words.tsx'

/** Older than this while not live is said out loud (RT-2). Shorter would cry wolf at every short hiccup. */
export const STALE_AFTER_MS = 60_000

export interface AsOfProps {
  /** Up to when the rows below are true. */
  at: string | null
  /** Whether the rows are being kept true at this moment. */
  live?: boolean
}

/** "as of 21:00:14"; an amber "Data as of …" when nobody keeps the rows true any more (RT-2). */
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

/** "6 min ago" for the eye, with the moment itself for everybody who needs it exactly (FMT-2). */
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

function agoInWords(minutes: number, words: ReturnType<typeof useWords>): string {
  if (minutes < 1) return words.justNow
  if (minutes < 60) return words.minutesAgo(minutes)
  if (minutes < 48 * 60) return words.hoursAgo(Math.floor(minutes / 60))
  return words.daysAgo(Math.floor(minutes / (24 * 60)))
}
