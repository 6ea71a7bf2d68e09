import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { Card, ConfirmSheet, ListRow, StatusChip } from '@wardline/ui'
import { useState } from 'react'
import { useProblemWords } from '../../api/refusals.ts'
import { useTRPC } from '../../api/trpc.ts'
import { useConsumerName } from '../../i18n/consumer-names.ts'
import { useTexts } from '../../i18n/define-texts.ts'
import { QueryState } from '../../lists/query-state.tsx'
import { useCommand } from '../../sync/commands/use-command.ts'
import { operationsTexts } from './texts.ts'
import { type Consumers, useConsumers } from './use-operations.ts'

type Consumer = Consumers['consumers'][number]

/** The event-log consumers with lag, state, and a button to pause or resume. */
export function ConsumersCard() {
  const t = useTexts(operationsTexts)
  const asked = useConsumers()
  return (
    <Card title={t('consumers')} count={asked.data?.consumers.length}>
      <QueryState asked={asked} expected={2}>
        {({ consumers }) => consumers.map((consumer) => <One key={consumer.consumer} {...consumer} onDone={() => void asked.refetch()} />)}
      </QueryState>
    </Card>
  )
}

function One({ consumer, lag, pausedBy, onDone }: Consumer & { onDone: () => void }) {
  const t = useTexts(operationsTexts)
  const words = useProblemWords()
  const name = useConsumerName()(consumer)
  const trpc = useTRPC()
  const pause = useCommand(trpc.operations.pause)
  const resume = useCommand(trpc.operations.resume)
  const [asking, setAsking] = useState(false)
  const commit = async () => {
    const { outcome } = await pause.run({ consumer })
    if (outcome !== 'applied') return
    setAsking(false)
    onDone()
  }
  return (
    <ListRow
      secondary={t('behind', { count: lag })}
      trailing={
        pausedBy ? (
          <Button aria-label={t('resumeOf', { name })} disabled={resume.busy} onClick={() => void resume.run({ consumer }).then(onDone)}>
            {t('resume')}
          </Button>
        ) : (
          <Button aria-label={t('pauseOf', { name })} onClick={() => setAsking(true)}>
            {t('pause')}
          </Button>
        )
      }
    >
      <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 2 }}>
        {name}
        {pausedBy ? (
          <StatusChip tone="warn">{t('paused', { name: pausedBy })}</StatusChip>
        ) : (
          <StatusChip tone="ok">{t('running')}</StatusChip>
        )}
      </Box>
      <ConfirmSheet
        open={asking}
        title={t('pauseTitle', { name })}
        commitLabel={t('pauseOf', { name })}
        busy={pause.busy}
        error={pause.problem && words(pause.problem)}
        onConfirm={() => void commit()}
        onClose={() => setAsking(false)}
        maxWidth="xs"
      >
        {t('pauseHint')}
      </ConfirmSheet>
    </ListRow>
  )
}
