import Box from '@mui/material/Box'
import { Card, Empty, PageHead, SearchField } from '@wardline/ui'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { useTexts } from '../../i18n/define-texts.ts'
import { QueryState } from '../../lists/query-state.tsx'
import { EventPanel } from './event-panel.tsx'
import { logTexts } from './texts.ts'
import { TraceTable } from './trace-table.tsx'
import { type EventSearch, useLatest, useTrace } from './use-log.ts'
import { WindowsCard } from './windows-card.tsx'

/** The event log for administrators: by correlation, by cause, and as counts over time. */
export function LogPage() {
  const t = useTexts(logTexts)
  const [params, setParams] = useSearchParams()
  const id = params.get('id')
  const search: EventSearch | null = id ? { id, by: params.get('by') === 'event' ? 'event' : 'act' } : null
  const trace = useTrace(search)
  const latest = useLatest(!search)
  const query = search ? trace : latest
  const note = !search ? 'newest' : trace.data?.by === 'event' ? 'chain' : 'correlated'
  const [selectedId, setSelectedId] = useState<string | null>(null)
  const rows = query.data?.rows ?? []
  const event = rows.find(({ eventId }) => eventId === selectedId) ?? null
  const showSearch = (next: EventSearch) => setParams({ id: next.id, by: next.by }, { replace: true })

  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', flex: 1, minHeight: 0 }}>
      <PageHead
        title={t('title')}
        rule={t('rule')}
        actions={
          <Box sx={{ inlineSize: 380 }}>
            <SearchInput key={id} initial={id ?? ''} onSearch={(input) => showSearch({ id: input, by: 'act' })} />
          </Box>
        }
      />
      <Box
        sx={{
          display: 'grid',
          gridTemplateRows: '224px minmax(0, 1fr)',
          gridTemplateColumns: 'minmax(0, 1fr) clamp(380px, 34vw, 560px)',
          gap: 3,
          flex: 1,
          minHeight: 0,
          padding: 3,
        }}
      >
        <Box sx={{ gridColumn: '1 / -1', display: 'grid', minHeight: 0 }}>
          <WindowsCard />
        </Box>
        <Card title={t('events')} note={t(note)} count={rows.length > 0 ? rows.length : null}>
          <QueryState<unknown> query={query} expectedRows={6}>
            {() => (
              <TraceTable
                rows={rows}
                isFlat={!search}
                activeId={selectedId}
                onOpen={({ eventId }) => setSelectedId(eventId)}
                empty={<Empty title={t(search ? 'noneFound' : 'noneYet')} />}
              />
            )}
          </QueryState>
        </Card>
        {event ? (
          <EventPanel key={event.eventId} event={event} onSearch={showSearch} />
        ) : (
          <Card title={t('chosen')}>
            <Empty title={t('choose')} hint={t('chooseHint')} />
          </Card>
        )}
      </Box>
    </Box>
  )
}

/** Searches on Enter only: a partial id matches nothing, and each search is audited. */
function SearchInput({ initial, onSearch }: { initial: string; onSearch: (id: string) => void }) {
  const t = useTexts(logTexts)
  const [input, setInput] = useState(initial)
  return (
    <SearchField
      label={t('find')}
      keys="Enter"
      value={input}
      onChange={setInput}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && input.trim()) onSearch(input.trim())
      }}
    />
  )
}
