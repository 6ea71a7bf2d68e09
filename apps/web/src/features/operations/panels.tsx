import Box from '@mui/material/Box'
import { useConsumerName } from '../../i18n/consumer-names.ts'
import { useTexts } from '../../i18n/define-texts.ts'
import { linesOf } from './chart-series.ts'
import { LinePanel } from './series-panel.tsx'
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
      <LinePanel title={t('events')} at={at} lines={linesOf(points, ({ events }) => events)} stacked />
      <LinePanel title={t('processing')} at={at} lines={linesOf(points, ({ processing }) => ({ ...processing })).toReversed()} />
      <LinePanel title={t('hops')} at={at} lines={linesOf(points, ({ hops }) => hops, hopName)} />
      <LinePanel title={t('lags')} at={at} lines={linesOf(points, ({ stored }) => stored?.lag ?? {}, nameOf)} />
      <LinePanel
        title={t('throughput')}
        at={at}
        lines={[
          { label: t('processed'), values: points.map((point) => point.processedPerSecond) },
          { label: t('delivered'), values: points.map((point) => point.deliveredPerSecond) },
        ]}
      />
      <LinePanel
        title={t('trouble')}
        at={at}
        lines={[
          { label: t('failures'), values: points.map((point) => point.failedPerMinute) },
          { label: t('deadLetters'), values: points.map((point) => point.stored?.deadLetters ?? null) },
        ]}
      />
    </Box>
  )
}
