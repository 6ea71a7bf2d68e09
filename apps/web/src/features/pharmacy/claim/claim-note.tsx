import Box from '@mui/material/Box'
import { fmtElapsed, useFormats } from '@wardline/ui'
import { useTexts } from '../../../i18n/define-texts.ts'
import { itemTexts } from '../texts.ts'
import type { ClaimState } from './claim-state.ts'

/** States who has claimed the order when the current user has not (PHQ-6). */
export function ClaimNote({ claimState }: { claimState: ClaimState }) {
  const t = useTexts(itemTexts)
  const formats = useFormats()
  if (claimState.state === 'mine') return null
  return (
    <Box
      role="status"
      sx={{ padding: '6px 16px', bgcolor: 'info.bg', color: 'info.main', fontSize: 12, borderBlockEnd: '1px solid', borderColor: 'line' }}
    >
      {describeClaim(claimState, t, formats.time)}
    </Box>
  )
}

function describeClaim(
  claimState: Exclude<ClaimState, { state: 'mine' }>,
  t: ReturnType<typeof useTexts<(typeof itemTexts)['en']>>,
  time: (at: string) => string,
) {
  switch (claimState.state) {
    case 'free':
      return t('free')
    case 'theirs':
      return t('heldBy', { name: claimState.claim.by.name, time: time(claimState.claim.at), ago: fmtElapsed(claimState.claimedForMs) })
    case 'expired':
      return claimState.isMine
        ? t('lapsedMine', { time: time(claimState.claim.leaseUntil) })
        : t('lapsedOf', { name: claimState.claim.by.name, time: time(claimState.claim.leaseUntil) })
  }
}
