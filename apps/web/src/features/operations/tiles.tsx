import Box from '@mui/material/Box'
import { Clin, StatusChip } from '@wardline/ui'
import { useTexts } from '../../i18n/define-texts.ts'
import { formatFigure } from './chart-series.ts'
import { operationsTexts } from './texts.ts'
import type { Point } from './use-operations.ts'

/** On-call thresholds (document 003): the same as in the alert rules. */
const thresholds = { lag: 1000, failuresPerMinute: 10, deadLetters: 100 }

/** The most important current metrics; one above its threshold is marked with a symbol and amber. */
export function Tiles({ point, outages }: { point: Point | undefined; outages: readonly string[] }) {
  const t = useTexts(operationsTexts)
  const lag = point?.stored ? Object.values(point.stored.lag).reduce((sum, events) => sum + events, 0) : null
  const nameOf = (what: string) => (what === 'database' || what === 'bus' ? t(what) : what)
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'repeat(8, minmax(0, 1fr))', gap: 2 }}>
      <Tile label={t('connections')} value={formatFigure(point?.connections)} />
      <Tile label={t('rooms')} value={formatFigure(point?.rooms)} />
      <Tile label={t('processed')} value={formatFigure(point?.processedPerSecond)} />
      <Tile label={t('delivered')} value={formatFigure(point?.deliveredPerSecond)} />
      <Tile label={t('lag')} value={formatFigure(lag)} isAlarming={(lag ?? 0) > thresholds.lag} />
      <Tile
        label={t('failures')}
        value={formatFigure(point?.failedPerMinute)}
        isAlarming={(point?.failedPerMinute ?? 0) > thresholds.failuresPerMinute}
      />
      <Tile
        label={t('deadLetters')}
        value={formatFigure(point?.stored?.deadLetters)}
        isAlarming={(point?.stored?.deadLetters ?? 0) > thresholds.deadLetters}
      />
      <Tile
        label={t('errors')}
        value={point ? `${formatFigure(point.errorRate * 100)} %` : '–'}
        isAlarming={(point?.errorRate ?? 0) > 0.01}
      />
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

function Tile({ label, value, isAlarming = false }: { label: string; value: string; isAlarming?: boolean }) {
  return (
    <Box
      component="dl"
      sx={{
        margin: 0,
        padding: '8px 12px',
        border: 1,
        borderColor: isAlarming ? 'warn.main' : 'line',
        borderRadius: '10px',
        bgcolor: isAlarming ? 'warn.bg' : 'background.paper',
      }}
    >
      <Box component="dt" sx={{ color: isAlarming ? 'warn.main' : 'muted', fontSize: 11.5 }}>
        {isAlarming && '▲ '}
        {label}
      </Box>
      <Box component="dd" sx={{ margin: 0, fontSize: 17, fontWeight: 640, color: isAlarming ? 'warn.main' : 'text.primary' }}>
        <Clin>{value}</Clin>
      </Box>
    </Box>
  )
}
