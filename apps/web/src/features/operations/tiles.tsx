import Box from '@mui/material/Box'
import { Clin, StatusChip } from '@wardline/ui'
import { useTexts } from '../../i18n/define-texts.ts'
import { figure } from './chart-series.ts'
import { operationsTexts } from './texts.ts'
import type { Point } from './use-operations.ts'

/** On-call thresholds (document 003): the same as in the alert rules. */
const CALLS = { lag: 1000, failuresPerMinute: 10, deadLetters: 100 }

/** The most important current metrics; one above its threshold is marked with a symbol and amber. */
export function Tiles({ point, outages }: { point: Point | undefined; outages: readonly string[] }) {
  const t = useTexts(operationsTexts)
  const lag = point?.stored ? Object.values(point.stored.lag).reduce((sum, events) => sum + events, 0) : null
  const nameOf = (what: string) => (what === 'database' || what === 'bus' ? t(what) : what)
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'repeat(8, minmax(0, 1fr))', gap: 2 }}>
      <Tile label={t('connections')} value={figure(point?.connections)} />
      <Tile label={t('rooms')} value={figure(point?.rooms)} />
      <Tile label={t('processed')} value={figure(point?.processedPerSecond)} />
      <Tile label={t('delivered')} value={figure(point?.deliveredPerSecond)} />
      <Tile label={t('lag')} value={figure(lag)} calls={(lag ?? 0) > CALLS.lag} />
      <Tile label={t('failures')} value={figure(point?.failedPerMinute)} calls={(point?.failedPerMinute ?? 0) > CALLS.failuresPerMinute} />
      <Tile
        label={t('deadLetters')}
        value={figure(point?.stored?.deadLetters)}
        calls={(point?.stored?.deadLetters ?? 0) > CALLS.deadLetters}
      />
      <Tile label={t('errors')} value={point ? `${figure(point.errorRate * 100)} %` : '–'} calls={(point?.errorRate ?? 0) > 0.01} />
      <Box role="status" sx={{ gridColumn: '1 / -1' }}>
        {outages.length > 0 ? (
          <StatusChip tone="crit">{t('outage', { what: outages.map(nameOf).join(', ') })}</StatusChip>
        ) : (
          <StatusChip tone="ok">{t('well')}</StatusChip>
        )}
      </Box>
    </Box>
  )
}

function Tile({ label, value, calls = false }: { label: string; value: string; calls?: boolean }) {
  return (
    <Box
      component="dl"
      sx={{
        margin: 0,
        padding: '8px 12px',
        border: 1,
        borderColor: calls ? 'warn.main' : 'line',
        borderRadius: '10px',
        bgcolor: calls ? 'warn.bg' : 'background.paper',
      }}
    >
      <Box component="dt" sx={{ color: calls ? 'warn.main' : 'muted', fontSize: 11.5 }}>
        {calls && '▲ '}
        {label}
      </Box>
      <Box component="dd" sx={{ margin: 0, fontSize: 17, fontWeight: 640, color: calls ? 'warn.main' : 'text.primary' }}>
        <Clin>{value}</Clin>
      </Box>
    </Box>
  )
}
