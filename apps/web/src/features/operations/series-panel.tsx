import Box from '@mui/material/Box'
import { LineChart } from '@mui/x-charts/LineChart'
import { Card, useFormats } from '@wardline/ui'
import { chartColour } from '../../clinical/chart-colours.ts'
import { useTexts } from '../../i18n/define-texts.ts'
import { axisLabel, formatFigure, isIsolated, type Series } from './chart-series.ts'
import { operationsTexts } from './texts.ts'

interface SeriesPanelProps {
  readonly title: string
  /** Times of the points, ISO. */
  readonly at: readonly string[]
  readonly series: readonly Series[]
  /** Stacks the series as parts of a whole. */
  readonly stacked?: boolean
}

const HEIGHT = 148
/** Below this range the axis shows seconds, because minutes would repeat. */
const SHORT_RANGE_MS = 300_000
const isShortRange = (at: readonly string[]) => Date.parse(at.at(-1) ?? '') - Date.parse(at[0] ?? '') < SHORT_RANGE_MS

/** One chart of the dashboard, with the current values as text below it. */
export function SeriesPanel({ title, at, series, stacked = false }: SeriesPanelProps) {
  const t = useTexts(operationsTexts)
  const formats = useFormats()
  return (
    <Card title={title}>
      {/* Time runs one way in both languages (AR-8). */}
      <Box dir="ltr" role="img" aria-label={title} sx={{ blockSize: HEIGHT, flex: 'none' }}>
        <LineChart
          disableKeyboardNavigation
          height={HEIGHT}
          margin={{ top: 10, bottom: 0, left: 0, right: 30 }}
          hideLegend
          skipAnimation
          slots={{ noDataOverlay: () => null }}
          grid={{ horizontal: true }}
          xAxis={[
            {
              data: at.map((moment) => new Date(moment)),
              scaleType: 'time',
              height: 28,
              tickNumber: 4,
              disableLine: true,
              valueFormatter: (moment: Date, { location }) =>
                formats.time(moment.toISOString(), { seconds: location === 'tooltip' || isShortRange(at) }),
            },
          ]}
          yAxis={[
            {
              min: 0,
              width: 40,
              tickNumber: 4,
              disableLine: true,
              disableTicks: true,
              tickLabelStyle: { textAnchor: 'end' },
              valueFormatter: axisLabel,
            },
          ]}
          series={series.map(({ label, values }, index) => ({
            label,
            data: [...values],
            color: chartColour(index),
            curve: 'linear',
            shape: 'circle' as const,
            showMark: ({ index: at }) => isIsolated(values, at),
            ...(stacked ? { stack: 'all', area: true } : {}),
            valueFormatter: formatFigure,
          }))}
        />
      </Box>
      <Box
        component="ul"
        sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 3, margin: 0, padding: '2px 12px 8px', listStyle: 'none', fontSize: 11.5 }}
      >
        {series.length === 0 && (
          <Box component="li" sx={{ color: 'muted' }}>
            {t('none')}
          </Box>
        )}
        {series.map(({ label, values }, index) => (
          <Box component="li" key={label} sx={{ display: 'inline-flex', alignItems: 'center', gap: 1 }}>
            <Box component="i" aria-hidden sx={{ inlineSize: 10, blockSize: 3, borderRadius: 1, bgcolor: chartColour(index) }} />
            <Box component="span" sx={{ color: 'muted' }}>
              {label}
            </Box>
            <Box component="bdi" dir="ltr" sx={{ fontWeight: 620 }}>
              {formatFigure(values.findLast((value) => value !== null))}
            </Box>
          </Box>
        ))}
      </Box>
    </Card>
  )
}
