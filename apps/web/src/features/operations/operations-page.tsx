import Box from '@mui/material/Box'
import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'
import { AsOf, PageHead } from '@wardline/ui'
import { useState } from 'react'
import { useTexts } from '../../i18n/define-texts.ts'
import { QueryState } from '../../lists/query-state.tsx'
import { combineInstances, isSilent } from './combine-instances.ts'
import { ConsumersCard } from './consumers-card.tsx'
import { Panels } from './panels.tsx'
import { operationsTexts } from './texts.ts'
import { Tiles } from './tiles.tsx'
import { useInstances } from './use-operations.ts'
import { ViewsCard } from './views-card.tsx'

/** Option value for all instances; not a valid instance name. */
const ALL = '*'

/** Metrics of the system, as on the dashboards, and administrative actions. Contains no patient data. */
export function OperationsPage() {
  const t = useTexts(operationsTexts)
  const query = useInstances()
  const [selected, setSelected] = useState(ALL)
  const { instances = [], at = '', outages = [] } = query.data ?? {}
  const instance = instances.find(({ instance }) => instance === selected)
  const points = instance?.points ?? combineInstances(instances)

  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', flex: 1, minHeight: 0 }}>
      <PageHead
        title={t('title')}
        rule={t('rule')}
        asOf={query.data && <AsOf at={at} live={!query.isError} />}
        actions={
          <TextField
            select
            size="small"
            label={t('instance')}
            value={instance?.instance ?? ALL}
            onChange={(event) => setSelected(event.target.value)}
            sx={{ inlineSize: 220 }}
          >
            <MenuItem value={ALL}>{t('all', { count: instances.filter((known) => !isSilent(known, at)).length })}</MenuItem>
            {instances.map((known) => (
              <MenuItem key={known.instance} value={known.instance}>
                <bdi>{known.instance.slice(0, 24)}</bdi>
                {isSilent(known, at) && <>&nbsp;· {t('fellSilent')}</>}
              </MenuItem>
            ))}
          </TextField>
        }
      />
      <Box sx={{ flex: 1, minHeight: 0, overflow: 'auto', padding: '4px 14px 14px', display: 'grid', gap: 3, alignContent: 'start' }}>
        <QueryState query={query} expectedRows={10}>
          {() => (
            <>
              <Tiles point={points.at(-1)} outages={outages} />
              <Panels points={points} />
              <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 2fr)', gap: 3 }}>
                <ConsumersCard />
                <ViewsCard />
              </Box>
            </>
          )}
        </QueryState>
      </Box>
    </Box>
  )
}
