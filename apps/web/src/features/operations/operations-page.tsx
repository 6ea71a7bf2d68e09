import Box from '@mui/material/Box'
import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'
import { AsOf, PageHead } from '@wardline/ui'
import { useState } from 'react'
import { AnswerState } from '../../lib/answer-state.tsx'
import { useTexts } from '../../lib/texts.ts'
import { ConsumersCard } from './consumers-card.tsx'
import { Panels } from './panels.tsx'
import { operationsTexts } from './texts.ts'
import { Tiles } from './tiles.tsx'
import { useInstances } from './use-operations.ts'
import { ViewsCard } from './views-card.tsx'

/** How the product is doing, as the dashboards show it, and what an administrator can do about it. No patient stands here. */
export function OperationsPage() {
  const t = useTexts(operationsTexts)
  const instances = useInstances()
  const [chosen, setChosen] = useState<string | null>(null)
  const all = instances.data ?? []
  const shown = all.find(({ instance }) => instance === chosen) ?? all[0]

  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', flex: 1, minHeight: 0 }}>
      <PageHead
        title={t('title')}
        rule={t('rule')}
        asOf={shown && <AsOf at={shown.at} live={!instances.isError} />}
        actions={
          <TextField
            select
            size="small"
            label={t('instance')}
            value={shown?.instance ?? ''}
            onChange={(event) => setChosen(event.target.value)}
            sx={{ inlineSize: 220 }}
          >
            {all.map(({ instance }) => (
              <MenuItem key={instance} value={instance}>
                <bdi>{instance.slice(0, 24)}</bdi>
              </MenuItem>
            ))}
          </TextField>
        }
      />
      <Box sx={{ flex: 1, minHeight: 0, overflow: 'auto', padding: '4px 14px 14px', display: 'grid', gap: 3, alignContent: 'start' }}>
        <AnswerState asked={instances} expected={10}>
          {() => (
            <>
              <Tiles point={shown?.points.at(-1)} outages={shown?.outages ?? []} />
              <Panels points={shown?.points ?? []} />
              <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 2fr)', gap: 3 }}>
                <ConsumersCard />
                <ViewsCard />
              </Box>
            </>
          )}
        </AnswerState>
      </Box>
    </Box>
  )
}
