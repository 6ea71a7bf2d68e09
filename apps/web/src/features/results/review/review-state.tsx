import Box from '@mui/material/Box'
import type { ResultRow } from '@wardline/events'
import { Clin, StatusChip, useServerNow } from '@wardline/ui'
import { createContext, useContext } from 'react'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useFormatTime } from '../../../time/use-format-time.ts'
import { resultTexts } from '../texts.ts'
import { needsReview } from './review.ts'
import type { Reviewing } from './use-review.ts'

/** Reviews not confirmed yet; a context, so that a change does not rebuild the table columns. */
export const PendingReviews = createContext<Reviewing['pending']>(new Map())

/** Reviewer and time of this version, or “Not reviewed” (RES-11); a pending review shows only its pending state (RT-5). */
export function ReviewState({ row }: { row: ResultRow }) {
  const t = useTexts(resultTexts)
  const formatTime = useFormatTime()
  const now = useServerNow(3_600_000)
  const pending = useContext(PendingReviews).get(row.id)
  if (row.reviewed) {
    return (
      <span>
        {t('reviewedBy', { name: row.reviewed.name })} <Clin>{formatTime(row.reviewed.at)}</Clin>
      </span>
    )
  }
  if (pending) return <StatusChip tone="info">{t(pending === 'notSent' ? 'waiting' : 'saving')}</StatusChip>
  return (
    <Box component="span" sx={{ color: 'muted' }}>
      {t(needsReview(row, now) ? 'notReviewed' : 'earlierRecord')}
    </Box>
  )
}
