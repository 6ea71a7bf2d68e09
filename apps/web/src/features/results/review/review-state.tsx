import Box from '@mui/material/Box'
import type { ResultRow } from '@wardline/events'
import { Clin, StatusChip, useServerNow } from '@wardline/ui'
import { createContext, useContext } from 'react'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useFormatTime } from '../../../time/use-format-time.ts'
import { resultTexts } from '../texts.ts'
import { needsReview } from './review.ts'
import type { Reviewing } from './use-review.ts'

/** Which reviews are on their way; a context for the same reason as the marks. */
export const PendingReviews = createContext<Reviewing['pending']>(new Map())

/** Who reviewed this version and when, or that nobody has (RES-11); on its way it says so and nothing more (RT-5). */
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
