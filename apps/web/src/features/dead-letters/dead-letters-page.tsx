import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { Card, Empty, ModuleTabs, PageHead, Sheet, useAnnounce } from '@wardline/ui'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { useProblemText } from '../../api/refusals.ts'
import { useTRPC } from '../../api/trpc.ts'
import { useConsumerName } from '../../i18n/consumer-names.ts'
import { useTexts } from '../../i18n/define-texts.ts'
import { QueryState } from '../../lists/query-state.tsx'
import { useCommand } from '../../sync/commands/use-command.ts'
import { LetterPanel } from './letter-panel.tsx'
import { LettersTable } from './letters-table.tsx'
import { letterTexts } from './texts.ts'
import { totalOf, useLetters } from './use-letters.ts'

/** Messages and events no consumer could process: view, retry, or discard with a reason. */
export function DeadLettersPage() {
  const t = useTexts(letterTexts)
  const nameOf = useConsumerName()
  const [params, setParams] = useSearchParams()
  const consumer = params.get('consumer')
  const selectedId = params.get('letter')
  const letters = useLetters(consumer)
  const pages = letters.data?.pages ?? []
  const rows = pages.flatMap((page) => page.rows)
  const counts = pages.at(-1)?.counts ?? {}
  const selected = rows.find(({ letterId }) => letterId === selectedId) ?? null
  const updateParams = (change: Readonly<Record<string, string | null>>) =>
    setParams((before) => withParams(before, change), { replace: true })
  const refresh = () => void letters.refetch()

  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', flex: 1, minHeight: 0 }}>
      <PageHead title={t('title')} rule={t('rule')} actions={<RetryAll count={totalOf(counts)} onDone={refresh} />} />
      <ModuleTabs
        label={t('filter')}
        activeId={consumer ?? 'all'}
        tabs={[
          { id: 'all', label: t('all'), href: '?', counts: [countOf(totalOf(counts), t('open', { count: totalOf(counts) }))] },
          ...[...new Set([...Object.keys(counts), ...(consumer ? [consumer] : [])])].map((of) => ({
            id: of,
            label: nameOf(of),
            href: `?consumer=${of}`,
            counts: [countOf(counts[of] ?? 0, t('open', { count: counts[of] ?? 0 }))],
          })),
        ]}
        onSelect={(id) => updateParams({ consumer: id === 'all' ? null : id, letter: null })}
      />
      <Box
        sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) clamp(380px, 34vw, 560px)', gap: 3, flex: 1, minHeight: 0, padding: 3 }}
      >
        <Card
          title={t('title')}
          count={letters.data ? rows.length : null}
          footer={
            letters.hasNextPage && (
              <Button onClick={() => void letters.fetchNextPage()} disabled={letters.isFetchingNextPage}>
                {t('more')}
              </Button>
            )
          }
        >
          <QueryState query={letters} expectedRows={8}>
            {() => <LettersTable rows={rows} selectedId={selectedId} onOpen={({ letterId }) => updateParams({ letter: letterId })} />}
          </QueryState>
        </Card>
        {selected ? (
          <LetterPanel key={selected.letterId} letter={selected} onDone={refresh} onClose={() => updateParams({ letter: null })} />
        ) : (
          <Card title={t('letter')}>
            <Empty title={t('choose')} hint={t('chooseHint')} />
          </Card>
        )}
      </Box>
    </Box>
  )
}

const countOf = (value: number, label: string) => ({ value, label, tone: 'warn' as const })

function withParams(params: URLSearchParams, change: Readonly<Record<string, string | null>>): URLSearchParams {
  const next = new URLSearchParams(params)
  for (const [name, value] of Object.entries(change)) value === null ? next.delete(name) : next.set(name, value)
  return next
}

function RetryAll({ count, onDone }: { count: number; onDone: () => void }) {
  const t = useTexts(letterTexts)
  const problemText = useProblemText()
  const announce = useAnnounce()
  const replay = useCommand(useTRPC().deadLetters.replay)
  const [isConfirming, setConfirming] = useState(false)
  const commit = async () => {
    const outcome = await replay.run({ letterId: null })
    if (outcome.outcome !== 'applied') return
    announce.polite(t('tried', { settled: outcome.answer.settled, open: outcome.answer.stillOpen }))
    setConfirming(false)
    onDone()
  }
  return (
    <>
      <Button disabled={count === 0} onClick={() => setConfirming(true)}>
        {t('tryAll')}
      </Button>
      <Sheet
        open={isConfirming}
        title={t('tryAllTitle', { count })}
        commitLabel={t('tryAll')}
        busy={replay.busy}
        error={replay.problem && problemText(replay.problem)}
        onCommit={() => void commit()}
        onClose={() => setConfirming(false)}
        maxWidth="xs"
      >
        {t('tryAllHint')}
      </Sheet>
    </>
  )
}
