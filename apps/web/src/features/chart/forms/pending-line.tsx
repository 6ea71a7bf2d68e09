import Box from '@mui/material/Box'
import CircularProgress from '@mui/material/CircularProgress'
import { StatusChip } from '@wardline/ui'
import type { ReactNode } from 'react'
import { useTexts } from '../../../i18n/define-texts.ts'
import type { Pending } from '../../../sync/commands/use-pending.ts'
import { chartTexts } from '../texts.ts'

export interface PendingLineProps {
  state: Pending<unknown>['state']
  children: ReactNode
}

/** A command not confirmed yet, shown beside the rows and never as one of them (RT9). */
export function PendingLine({ state, children }: PendingLineProps) {
  const t = useTexts(chartTexts)
  return (
    <Box
      role="status"
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: 2,
        minHeight: 32,
        paddingInline: 3,
        color: 'muted',
        borderBlockEnd: '1px solid',
        borderColor: 'line',
      }}
    >
      {state === 'notSent' ? (
        <StatusChip tone="warn">{t('notSent')}</StatusChip>
      ) : (
        <CircularProgress size={12} color="inherit" aria-hidden />
      )}
      <span>{children}</span>
    </Box>
  )
}
