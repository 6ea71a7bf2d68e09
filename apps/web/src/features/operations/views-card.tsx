import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import LinearProgress from '@mui/material/LinearProgress'
import { Card, ConfirmSheet, useFormats } from '@wardline/ui'
import { useState } from 'react'
import { useProblemText } from '../../api/refusals.ts'
import { useTRPC } from '../../api/trpc.ts'
import { useTexts } from '../../i18n/define-texts.ts'
import { QueryState } from '../../lists/query-state.tsx'
import { useCommand } from '../../sync/commands/use-command.ts'
import { operationsTexts } from './texts.ts'
import { type Consumers, useConsumers } from './use-operations.ts'

type View = Consumers['views'][number]

/** The read models with the state of their last rebuild and a button to rebuild. */
export function ViewsCard() {
  const t = useTexts(operationsTexts)
  const problemText = useProblemText()
  const query = useConsumers()
  const rebuild = useCommand(useTRPC().operations.rebuild)
  const [selected, setSelected] = useState<string | null>(null)
  const commit = async (view: string) => {
    const { outcome } = await rebuild.run({ view })
    if (outcome !== 'applied') return
    setSelected(null)
    void query.refetch()
  }
  const close = () => {
    rebuild.clear()
    setSelected(null)
  }
  return (
    <Card title={t('views')} count={query.data?.views.length}>
      <QueryState query={query} expectedRows={6}>
        {({ views }) => (
          <Box
            component="ul"
            sx={{ display: 'grid', gridTemplateColumns: 'repeat(2, minmax(0, 1fr))', margin: 0, padding: 0, listStyle: 'none' }}
          >
            {views.map((view) => (
              <ViewRow key={view.view} {...view} onRebuild={() => setSelected(view.view)} />
            ))}
          </Box>
        )}
      </QueryState>
      {selected && (
        <ConfirmSheet
          open
          title={t('rebuildTitle', { view: selected })}
          commitLabel={t('rebuildOf', { view: selected })}
          busy={rebuild.busy}
          error={rebuild.problem && problemText(rebuild.problem)}
          onConfirm={() => void commit(selected)}
          onClose={close}
          maxWidth="xs"
        >
          {t('rebuildHint')}
        </ConfirmSheet>
      )}
    </Card>
  )
}

function ViewRow({ view, rebuild, onRebuild }: View & { onRebuild: () => void }) {
  const t = useTexts(operationsTexts)
  const isRunning = rebuild?.state === 'running'
  return (
    <Box
      component="li"
      sx={{ display: 'flex', alignItems: 'center', gap: 2, minHeight: 48, padding: '4px 12px', borderBlockEnd: 1, borderColor: 'line' }}
    >
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <bdi>{view}</bdi>
        <Box sx={{ minHeight: 18, color: 'muted', fontSize: 11.5 }}>
          <RebuildState rebuild={rebuild} />
        </Box>
      </Box>
      <Button aria-label={t('rebuildOf', { view })} disabled={isRunning} onClick={onRebuild}>
        {t('rebuild')}
      </Button>
    </Box>
  )
}

function RebuildState({ rebuild }: { rebuild: View['rebuild'] }) {
  const t = useTexts(operationsTexts)
  const formats = useFormats()
  if (!rebuild) return t('never')
  const { state, done, total, finishedAt } = rebuild
  const at = finishedAt ? formats.time(finishedAt, { seconds: true }) : ''
  switch (state) {
    case 'running':
      return (
        <Box component="span" sx={{ display: 'flex', alignItems: 'center', gap: 2 }}>
          <LinearProgress
            variant="determinate"
            value={total > 0 ? (done / total) * 100 : 0}
            aria-label={t('rebuilding', { done, total })}
            sx={{ flex: 1 }}
          />
          {t('rebuilding', { done, total })}
        </Box>
      )
    case 'done':
      return t('done', { at, total })
    case 'failed':
      return t('failed', { at })
    case 'silent':
      return t('silent')
  }
}
