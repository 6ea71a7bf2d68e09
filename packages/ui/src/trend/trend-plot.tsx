import Box from '@mui/material/Box'
import { useMemo, useState } from 'react'
import { fmtLab } from '../clinical/clinical-values.ts'
import { LabValue } from '../clinical/lab-value.tsx'
import { Empty } from '../status/panel-states.tsx'
import { useFacility, useFormats } from '../time/clock.tsx'
import { useWords } from '../words.tsx'
import { Axes, PlotFrame } from './plot-frame.tsx'
import { timeTicks } from './time-ticks.ts'
import { Band, CriticalLine, Curve, Markers, Points } from './trend-layers.tsx'
import { deltaAt, deltaText, type TrendChartProps, trendModel } from './trend-model.ts'

const DAY_MS = 86_400_000
const MARKERS_PX = 20

/** Values on a linear time axis, left to right in every language; each value can be focused and read exactly (RES-5). */
export default function TrendPlot(props: TrendChartProps) {
  const { name, unit, patient, low = null, high = null, criticalLow = null, criticalHigh = null, markers = [], height = 240 } = props
  const words = useWords()
  const formats = useFormats()
  const { timeZone } = useFacility()
  const { points, time, value } = useMemo(() => trendModel(props), [props])
  const [selection, setSelection] = useState<number | null>(null)
  const initialIndex = points.findIndex(({ at }) => at === props.chosenAt)
  const selected = Math.min(selection ?? (initialIndex < 0 ? points.length - 1 : initialIndex), points.length - 1)
  const point = points[selected]
  if (!point) return <Empty title={words.noPoints} />

  const [from, to] = time
  const showsDays = to - from > 3 * DAY_MS
  const showsYears = to - from > 300 * DAY_MS
  const tick = (at: number) => {
    const iso = new Date(at).toISOString()
    // `Feb-2021`: beyond a year, a day without a year is ambiguous.
    if (showsYears) return formats.date(iso).slice(3)
    const clock = formats.time(iso)
    return showsDays || clock === '00:00' ? formats.dayMonth(iso) : clock
  }
  const valueText = (index: number) => {
    const each = points[index]
    return each ? (each.text ?? fmtLab(each.value, each.comparator)) : ''
  }
  const labelOf = (index: number) => {
    const each = points[index]
    if (!each) return ''
    const delta = deltaAt(points, index)
    return [
      [valueText(index), unit, each.flag].filter(Boolean).join(' '),
      formats.dateTime(each.at),
      ...(delta ? [deltaText(delta)] : []),
    ].join(', ')
  }
  const delta = deltaAt(points, selected)

  return (
    <Box component="figure" dir="ltr" aria-label={`${name}${unit ? ` (${unit})` : ''}, ${patient}`} sx={{ margin: 0 }}>
      <Box
        component="figcaption"
        sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 3, paddingInline: 3, paddingBlockStart: 2, fontSize: 11.5, color: 'muted' }}
      >
        <span>
          <b>{name}</b>
          {unit && ` (${unit})`} {words.byCollectionTime}
        </span>
        <bdi>{patient}</bdi>
      </Box>
      <Box
        sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', columnGap: 2.5, paddingInline: 3, minHeight: 22 }}
        data-part="readout"
      >
        <LabValue value={valueText(selected)} unit={unit} flag={point.flag ?? null} />
        <span>{formats.dateTime(point.at)}</span>
        {delta && (
          <Box component="span" sx={{ color: 'muted' }}>
            {deltaText(delta)}
          </Box>
        )}
      </Box>
      <PlotFrame time={time} value={value} height={height} below={markers.length > 0 ? MARKERS_PX : 0}>
        <Band low={low} high={high} />
        <Axes timeTicks={timeTicks(from, to, 6, timeZone)} timeLabel={tick} />
        <CriticalLine limit={criticalHigh} label={words.criticalAbove(String(criticalHigh))} />
        <CriticalLine limit={criticalLow} label={words.criticalBelow(String(criticalLow))} />
        <Curve points={points} />
        <Points points={points} selected={selected} onSelect={setSelection} labelOf={labelOf} />
        <Markers markers={markers} />
      </PlotFrame>
    </Box>
  )
}
