import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { Card, ConfirmSheet, ListRow, StatusChip } from '@wardline/ui'
import { useState } from 'react'
import { useProblemText } from '../../api/refusals.ts'
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
  const query = useConsumers()
  return (
    <Card title={t('consumers')} count={query.data?.consumers.length}>
      <QueryState query={query} expectedRows={2}>
        {({ consumers }) =>
          consumers.map((consumer) => <ConsumerRow key={consumer.consumer} {...consumer} onDone={() => void query.refetch()} />)
        }
      </QueryState>
    </Card>
  )
}

function ConsumerRow({ consumer, lag, pausedBy, onDone }: Consumer & { onDone: () => void }) {
  const t = useTexts(operationsTexts)
  const problemText = useProblemText()
  const name = useConsumerName()(consumer)
  const trpc = useTRPC()
  const pause = useCommand(trpc.operations.pause)
  const resume = useCommand(trpc.operations.resume)
  const [isConfirming, setConfirming] = useState(false)
  const commit = async () => {
    const { outcome } = await pause.run({ consumer })
    if (outcome !== 'applied') return
    setConfirming(false)
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
          <Button aria-label={t('pauseOf', { name })} onClick={() => setConfirming(true)}>
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
        open={isConfirming}
        title={t('pauseTitle', { name })}
        commitLabel={t('pauseOf', { name })}
        busy={pause.busy}
        error={pause.problem && problemText(pause.problem)}
        onConfirm={() => void commit()}
        onClose={() => setConfirming(false)}
        maxWidth="xs"
      >
        {t('pauseHint')}
      </ConfirmSheet>
    </ListRow>
  )
}
