import Box from '@mui/material/Box'
import { useTheme } from '@mui/material/styles'
import { LabValue, type LabValueProps } from '../clinical/lab-value.tsx'
import { toneOfFlag } from '../clinical/severity.ts'
import { useWords } from '../words.tsx'
import { type DrawnPoint, drawable, extentWith, type SeriesPoint, segments } from './series.ts'

export interface SparklineProps {
  /** Name of the series for screen readers. */
  name: string
  points: readonly SeriesPoint[]
  low?: number | null | undefined
  high?: number | null | undefined
  /** The last value as text with its flag: a line alone suggests "normal" (FLG-6). */
  last: Pick<LabValueProps, 'value' | 'comparator' | 'unit' | 'flag'>
  /** Whether the row shows the last value in its own column, so that it is not repeated. */
  lastBeside?: boolean
  width?: number
  height?: number
}

const EDGE = 4

/** A small trend with its reference band: linear time, split at gaps, left to right in both languages. */
export function Sparkline({ name, points, low, high, last, lastBeside = false, width = 92, height = 26 }: SparklineProps) {
  const words = useWords()
  const { palette } = useTheme().vars
  const drawn = drawable(points)
  const newest = drawn.at(-1)
  const tone = toneOfFlag(last.flag)
  const ink = tone ? palette[tone].main : palette.primary.main
  const text = [last.comparator, last.value, last.unit, last.flag].filter((part) => part != null).join(' ')

  if (!newest) return lastBeside ? null : <LabValue {...last} />

  const [bottom, top] = extentWith([...drawn.map(({ value }) => value), low, high])
  const first = drawn[0]?.time ?? newest.time
  const x = (time: number) => (newest.time === first ? width - EDGE : EDGE + ((time - first) / (newest.time - first)) * (width - 2 * EDGE))
  const y = (value: number) => EDGE + (1 - (value - bottom) / (top - bottom)) * (height - 2 * EDGE)
  const hasBand = low != null || high != null
  const bandTop = high == null ? 0 : y(high)
  const bandBottom = low == null ? height : y(low)
  const path = (part: DrawnPoint[]) => part.map(({ time, value }) => `${x(time).toFixed(1)},${y(value).toFixed(1)}`).join(' ')

  return (
    <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 2 }}>
      {!lastBeside && <LabValue {...last} />}
      <svg width={width} height={height} role="img" aria-label={words.trendOf(name, text)} style={{ direction: 'ltr', flex: 'none' }}>
        {hasBand && <rect x={0} y={bandTop} width={width} height={Math.max(1, bandBottom - bandTop)} fill={palette.band} />}
        {segments(drawn).map((part) =>
          part.length > 1 ? (
            <polyline
              key={part[0]?.time}
              points={path(part)}
              fill="none"
              stroke={ink}
              strokeWidth={1.5}
              strokeLinejoin="round"
              strokeLinecap="round"
            />
          ) : (
            part.map((point) => <circle key={point.time} cx={x(point.time)} cy={y(point.value)} r={1.4} fill={ink} />)
          ),
        )}
        <circle cx={x(newest.time)} cy={y(newest.value)} r={2.6} fill={ink} />
      </svg>
    </Box>
  )
}
