import Box from '@mui/material/Box'
import { StatusChip } from '../clinical/chips.tsx'
import { Clin } from '../clinical/clinical-text.tsx'
import { useServerNow } from '../time/clock.tsx'
import { fmtElapsed } from '../time/dates.ts'
import { useWords } from '../words.tsx'

export interface AgeTimerProps {
  /** Start of the wait, server time. */
  since: string
  /** Target duration, ms; no colour without one. */
  targetMs?: number | null
}

/** Waiting time: amber with text from half of the target, red from the full target (PHQ-4). */
export function AgeTimer({ since, targetMs = null }: AgeTimerProps) {
  const words = useWords()
  const elapsedMs = useServerNow() - Date.parse(since)
  const part = targetMs ? elapsedMs / targetMs : 0
  const tone = part >= 1 ? 'crit' : part >= 0.5 ? 'warn' : null
  const word = part >= 1 ? words.overTarget : part >= 0.5 ? words.longWait : null
  return (
    <Box component="span" role="timer" aria-live="off" sx={{ color: tone ? `${tone}.main` : undefined }} data-tone={tone ?? undefined}>
      <Box component="span" sx={{ fontWeight: 640 }}>
        <Clin>{fmtElapsed(elapsedMs)}</Clin>
      </Box>
      {word && (
        <Box component="small" sx={{ display: 'block', fontSize: 11.5, whiteSpace: 'nowrap' }}>
          {word}
        </Box>
      )}
    </Box>
  )
}

export interface ClaimBadgeProps {
  by: string
  mine: boolean
  claimedAt: string
  expiresAt: string
}

const minutesAndSeconds = (ms: number) => fmtElapsed(ms).replace(/^0(\d:)/, '$1')

/** Claim of an item: remaining time of the user's own claim, or age of another user's claim (PHQ-6, PHQ-7). */
export function ClaimBadge({ by, mine, claimedAt, expiresAt }: ClaimBadgeProps) {
  const words = useWords()
  const now = useServerNow()
  const leftMs = Date.parse(expiresAt) - now
  const who = mine ? words.claimedByYou : by
  const when =
    leftMs <= 0
      ? words.claimExpired
      : mine
        ? words.timeLeft(minutesAndSeconds(leftMs))
        : words.timeAgo(minutesAndSeconds(now - Date.parse(claimedAt)))
  return (
    <StatusChip tone={mine && leftMs > 0 ? 'info' : 'neutral'}>
      <bdi>{who}</bdi> · <bdi>{when}</bdi>
    </StatusChip>
  )
}
