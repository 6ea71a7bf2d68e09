import Box from '@mui/material/Box'
import TextField from '@mui/material/TextField'
import { Sheet } from '@wardline/ui'
import { useState } from 'react'
import { useProblemText } from '../../api/refusals.ts'
import { useTRPC } from '../../api/trpc.ts'
import { useTexts } from '../../i18n/define-texts.ts'
import { useCommand } from '../../sync/commands/use-command.ts'
import { letterTexts } from './texts.ts'

interface DiscardSheetProps {
  readonly letterId: string
  readonly onDone: () => void
  readonly onClose: () => void
}

/** Confirms the irreversible discard and requires a reason. */
export function DiscardSheet({ letterId, onDone, onClose }: DiscardSheetProps) {
  const t = useTexts(letterTexts)
  const problemText = useProblemText()
  const discard = useCommand(useTRPC().deadLetters.discard)
  const [reason, setReason] = useState('')
  const commit = async () => {
    const { outcome } = await discard.run({ letterId, reason: reason.trim() })
    if (outcome !== 'applied') return
    onClose()
    onDone()
  }
  return (
    <Sheet
      open
      title={t('discardTitle')}
      commitLabel={t('discardCommit')}
      commitTone="error"
      commitDisabled={reason.trim() === ''}
      busy={discard.busy}
      error={discard.problem && problemText(discard.problem)}
      onCommit={() => void commit()}
      onClose={onClose}
      maxWidth="xs"
    >
      <Box sx={{ marginBlockEnd: 3 }}>{t('discardHint')}</Box>
      <TextField
        label={t('why')}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        slotProps={{ htmlInput: { dir: 'auto', maxLength: 500 } }}
        fullWidth
        multiline
        minRows={2}
        autoFocus
      />
    </Sheet>
  )
}
