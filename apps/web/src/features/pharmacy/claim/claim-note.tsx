import Box from '@mui/material/Box'
import { fmtElapsed, useFormats } from '@wardline/ui'
import { useTexts } from '../../../i18n/define-texts.ts'
import { itemTexts } from '../texts.ts'
import type { ClaimState } from './claims.ts'

/** States who has claimed the order when the current user has not (PHQ-6). */
export function ClaimNote({ hold }: { hold: ClaimState }) {
  const t = useTexts(itemTexts)
  const formats = useFormats()
  if (hold.state === 'mine') return null
  return (
    <Box
      role="status"
      sx={{ padding: '6px 16px', bgcolor: 'info.bg', color: 'info.main', fontSize: 12, borderBlockEnd: '1px solid', borderColor: 'line' }}
    >
      {wordsOf(hold, t, formats.time)}
    </Box>
  )
}

function wordsOf(
  hold: Exclude<ClaimState, { state: 'mine' }>,
  t: ReturnType<typeof useTexts<(typeof itemTexts)['en']>>,
  time: (at: string) => string,
) {
  switch (hold.state) {
    case 'free':
      return t('free')
    case 'theirs':
      return t('heldBy', { name: hold.claim.by.name, time: time(hold.claim.at), ago: fmtElapsed(hold.heldMs) })
    case 'expired':
      return hold.mine
        ? t('lapsedMine', { time: time(hold.claim.leaseUntil) })
        : t('lapsedOf', { name: hold.claim.by.name, time: time(hold.claim.leaseUntil) })
  }
}
