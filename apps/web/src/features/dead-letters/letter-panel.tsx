import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import IconButton from '@mui/material/IconButton'
import { Card, StatusChip, TimeAgo, useAnnounce } from '@wardline/ui'
import { X } from 'lucide-react'
import { useState } from 'react'
import { useProblemText } from '../../api/refusals.ts'
import { useTRPC } from '../../api/trpc.ts'
import { useConsumerName } from '../../i18n/consumer-names.ts'
import { useTexts } from '../../i18n/define-texts.ts'
import { useCommand } from '../../sync/commands/use-command.ts'
import { DiscardSheet } from './discard-sheet.tsx'
import { LetterContent } from './letter-content.tsx'
import { letterTexts } from './texts.ts'
import type { Letter } from './use-letters.ts'

interface LetterPanelProps {
  readonly letter: Letter
  readonly onDone: () => void
  readonly onClose: () => void
}

/** One dead letter: its reason, its content on request, and the actions to retry or discard it. */
export function LetterPanel({ letter, onDone, onClose }: LetterPanelProps) {
  const t = useTexts(letterTexts)
  const problemText = useProblemText()
  const nameOf = useConsumerName()
  const announce = useAnnounce()
  const replay = useCommand(useTRPC().deadLetters.replay)
  const [isDiscarding, setDiscarding] = useState(false)
  const [retryResult, setRetryResult] = useState<string | null>(null)

  const retry = async () => {
    setRetryResult(null)
    const outcome = await replay.run({ letterId: letter.letterId })
    if (outcome.outcome === 'applied') {
      const message = t('tried', { settled: outcome.answer.settled, open: outcome.answer.stillOpen })
      announce.polite(message)
      setRetryResult(message)
    }
    onDone()
  }

  return (
    <Card
      title={<bdi dir="ltr">{letter.what ?? t('letter')}</bdi>}
      actions={
        <IconButton size="small" aria-label={t('close')} onClick={onClose}>
          <X size={15} />
        </IconButton>
      }
      footer={
        <>
          <Button variant="contained" color="primary" disabled={replay.busy} onClick={() => void retry()}>
            {t('tryOne')}
          </Button>
          <Button onClick={() => setDiscarding(true)}>{t('discard')}</Button>
        </>
      }
    >
      <Box sx={{ display: 'grid', gap: 3, padding: 3 }}>
        <Box sx={{ display: 'flex', alignItems: 'center', gap: 2, flexWrap: 'wrap' }}>
          <StatusChip tone="warn">{nameOf(letter.consumer)}</StatusChip>
          <Box component="span" sx={{ color: 'muted', fontSize: 12 }}>
            <TimeAgo at={letter.at} /> · {t('attempts')}: {letter.attempts}
          </Box>
        </Box>
        <Box dir="auto" sx={{ fontWeight: 560 }}>
          {letter.reason}
        </Box>
        {retryResult && <Alert severity="info">{retryResult}</Alert>}
        {replay.problem && (
          <Alert severity="error" role="alert">
            {problemText(replay.problem)}
          </Alert>
        )}
        <LetterContent letterId={letter.letterId} />
      </Box>
      {isDiscarding && <DiscardSheet letterId={letter.letterId} onDone={onDone} onClose={() => setDiscarding(false)} />}
    </Card>
  )
}
