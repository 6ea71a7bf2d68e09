import Box from '@mui/material/Box'
import { useConsumerName } from '../../i18n/consumer-names.ts'
import { useTexts } from '../../i18n/define-texts.ts'
import { seriesOf } from './chart-series.ts'
import { SeriesPanel } from './series-panel.tsx'
import { operationsTexts } from './texts.ts'
import type { Point } from './use-operations.ts'

/** Charts: rates, latencies, lag, failures. */
export function Panels({ points }: { points: readonly Point[] }) {
  const t = useTexts(operationsTexts)
  const nameOf = useConsumerName()
  const at = points.map((point) => point.at)
  const hopName = (hop: string) => (hop === 'commit' || hop === 'relay' || hop === 'deliver' ? t(hop) : hop)
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'repeat(3, minmax(0, 1fr))', gap: 3 }}>
      <SeriesPanel title={t('events')} at={at} series={seriesOf(points, ({ events }) => events)} stacked />
      <SeriesPanel title={t('processing')} at={at} series={seriesOf(points, ({ processing }) => ({ ...processing })).toReversed()} />
      <SeriesPanel title={t('hops')} at={at} series={seriesOf(points, ({ hops }) => hops, hopName)} />
      <SeriesPanel title={t('lags')} at={at} series={seriesOf(points, ({ stored }) => stored?.lag ?? {}, nameOf)} />
      <SeriesPanel
        title={t('throughput')}
        at={at}
        series={[
          { label: t('processed'), values: points.map((point) => point.processedPerSecond) },
          { label: t('delivered'), values: points.map((point) => point.deliveredPerSecond) },
        ]}
      />
      <SeriesPanel
        title={t('trouble')}
        at={at}
        series={[
          { label: t('failures'), values: points.map((point) => point.failedPerMinute) },
          { label: t('deadLetters'), values: points.map((point) => point.stored?.deadLetters ?? null) },
        ]}
      />
    </Box>
  )
}
