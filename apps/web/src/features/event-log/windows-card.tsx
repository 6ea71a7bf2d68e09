import Box from '@mui/material/Box'
import ToggleButton from '@mui/material/ToggleButton'
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup'
import { BarChart } from '@mui/x-charts/BarChart'
import { Card, useFormats } from '@wardline/ui'
import { useState } from 'react'
import { chartColour } from '../../clinical/chart-colours.ts'
import { useTexts } from '../../i18n/define-texts.ts'
import { QueryState } from '../../lists/query-state.tsx'
import { logTexts } from './texts.ts'
import { useWindows, type Windows } from './use-log.ts'

const LENGTHS = [1, 5, 15, 60] as const
const HEIGHT = 150
/** Number of types shown separately; the others are combined. */
const MAX_TYPES = 8

/** Number of events per type and interval. */
export function WindowsCard() {
  const t = useTexts(logTexts)
  const [minutes, setMinutes] = useState<number>(5)
  const query = useWindows(minutes)
  const current = query.data?.windows.at(-1)
  return (
    <Card
      title={t('windows', { minutes })}
      count={current && t('total', { count: Object.values(current.counts).reduce((sum, count) => sum + count, 0) })}
      actions={
        <ToggleButtonGroup size="small" exclusive value={minutes} aria-label={t('length')} onChange={(_, next) => next && setMinutes(next)}>
          {LENGTHS.map((length) => (
            <ToggleButton key={length} value={length}>
              {t('minutes', { count: length })}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      }
    >
      <QueryState query={query} expectedRows={4}>
        {(data) => <Bars {...data} />}
      </QueryState>
    </Card>
  )
}

function Bars({ windows }: Windows) {
  const t = useTexts(logTexts)
  const formats = useFormats()
  const totals = new Map<string, number>()
  for (const { counts } of windows) for (const [type, count] of Object.entries(counts)) totals.set(type, (totals.get(type) ?? 0) + count)
  const types = [...totals].toSorted(([, a], [, b]) => b - a).map(([type]) => type)
  const rest = types.slice(MAX_TYPES)
  const countIn = (counts: Readonly<Record<string, number>>, of: readonly string[]) =>
    of.reduce((sum, type) => sum + (counts[type] ?? 0), 0)
  const groups = [
    ...types.slice(0, MAX_TYPES).map((type) => ({ label: type, of: [type] })),
    ...(rest.length > 0 ? [{ label: `+${rest.length}`, of: rest }] : []),
  ]
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) 280px', gap: 2, paddingInlineEnd: 3 }}>
      <Box dir="ltr" role="img" aria-label={t('events')} sx={{ blockSize: HEIGHT }}>
        <BarChart
          disableKeyboardNavigation
          height={HEIGHT}
          margin={{ top: 12, bottom: 0, left: 0, right: 0 }}
          hideLegend
          skipAnimation
          grid={{ horizontal: true }}
          xAxis={[
            { data: windows.map(({ from }) => formats.time(from)), scaleType: 'band', height: 28, disableLine: true, disableTicks: true },
          ]}
          yAxis={[
            {
              min: 0,
              width: 40,
              tickNumber: 3,
              tickMinStep: 1,
              disableLine: true,
              disableTicks: true,
              tickLabelStyle: { textAnchor: 'end' },
            },
          ]}
          series={groups.map(({ label, of }, index) => ({
            label,
            stack: 'all',
            color: chartColour(index),
            data: windows.map(({ counts }) => countIn(counts, of)),
          }))}
        />
      </Box>
      <Box
        component="ul"
        sx={{ margin: 0, padding: 0, paddingBlock: 2, listStyle: 'none', fontSize: 11.5, overflow: 'auto', maxBlockSize: HEIGHT }}
      >
        {groups.map(({ label, of }, index) => (
          <Box component="li" key={label} sx={{ display: 'flex', alignItems: 'center', gap: 1.5 }}>
            <Box
              component="i"
              aria-hidden
              sx={{ inlineSize: 10, blockSize: 8, flex: 'none', borderRadius: 0.5, bgcolor: chartColour(index) }}
            />
            <bdi dir="ltr" style={{ flex: 1 }}>
              {label}
            </bdi>
            <Box component="bdi" dir="ltr" sx={{ fontWeight: 620 }}>
              {of.reduce((sum, type) => sum + (totals.get(type) ?? 0), 0)}
            </Box>
          </Box>
        ))}
      </Box>
    </Box>
  )
}
