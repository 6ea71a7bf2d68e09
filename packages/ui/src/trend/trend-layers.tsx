import { useTheme } from '@mui/material/styles'
import type { KeyboardEvent } from 'react'
import { toneOfFlag } from '../clinical/severity.ts'
import { usePlot } from './plot-frame.tsx'
import { type DrawnPoint, segments } from './series.ts'
import type { TrendMarker } from './trend-model.ts'

/** The reference range in the background. */
export function Band({ low, high }: { low: number | null; high: number | null }) {
  const { y, left, right, top, bottom } = usePlot()
  const { palette } = useTheme().vars
  if (low === null && high === null) return null
  const clamp = (value: number) => Math.min(Math.max(value, top), bottom)
  const upper = high === null ? top : clamp(y(high))
  const lower = low === null ? bottom : clamp(y(low))
  return (
    <g data-part="band">
      <rect x={left} y={upper} width={right - left} height={Math.max(0, lower - upper)} fill={palette.band} />
      {[high === null ? null : upper, low === null ? null : lower].map(
        (edge) => edge !== null && <line key={edge} x1={left} x2={right} y1={edge} y2={edge} stroke={palette.bandLine} />,
      )}
    </g>
  )
}

/** A critical limit, labelled and dashed to distinguish it from grid lines. */
export function CriticalLine({ limit, label }: { limit: number | null; label: string }) {
  const { y, left, right, top, bottom } = usePlot()
  const { palette } = useTheme().vars
  if (limit === null) return null
  const at = y(limit)
  if (at < top || at > bottom) return null
  return (
    <g data-part="critical">
      <line x1={left} x2={right} y1={at} y2={at} stroke={palette.crit.main} strokeDasharray="4 3" />
      <text x={left + 4} y={at - 4} fill={palette.crit.main} fontSize={11} fontWeight={550}>
        {label}
      </text>
    </g>
  )
}

/** The curve, split at gaps (RES-6). */
export function Curve({ points }: { points: readonly DrawnPoint[] }) {
  const { x, y } = usePlot()
  const { palette } = useTheme().vars
  return segments(points).map((part) => (
    <polyline
      key={part[0]?.time}
      data-part="course"
      points={part.map(({ time, value }) => `${x(time)},${y(value)}`).join(' ')}
      fill="none"
      stroke={palette.primary.main}
      strokeWidth={1.75}
      strokeLinejoin="round"
    />
  ))
}

interface PointsProps {
  points: readonly DrawnPoint[]
  /** Index of the point in the readout. */
  selected: number
  onSelect: (index: number) => void
  labelOf: (index: number) => string
}

/** Points reached by arrow keys, each with a full label; a value with a comparator is an open triangle. */
export function Points({ points, selected, onSelect, labelOf }: PointsProps) {
  const { x, y, top, bottom } = usePlot()
  const { palette } = useTheme().vars
  const selectedPoint = points[selected]

  const step = (event: KeyboardEvent<SVGGElement>, index: number) => {
    const to = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: points.length - 1 }[event.key]
    if (to === undefined || !points[to]) return
    event.preventDefault()
    onSelect(to)
    const siblings = event.currentTarget.parentElement?.querySelectorAll<SVGGElement>('[data-part=point]')
    siblings?.[to]?.focus()
  }

  return (
    <g>
      {selectedPoint && (
        <line x1={x(selectedPoint.time)} x2={x(selectedPoint.time)} y1={top} y2={bottom} stroke={palette.line2} strokeDasharray="2 3" />
      )}
      {points.map((point, index) => {
        const tone = toneOfFlag(point.flag)
        const ink = tone ? palette[tone].main : palette.primary.main
        return (
          // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a value is read, not pressed; it is a stop so that the keyboard can read it too
          <g
            key={`${point.time} ${point.value}`}
            role="img"
            data-part="point"
            aria-label={labelOf(index)}
            tabIndex={index === selected ? 0 : -1}
            transform={`translate(${x(point.time)} ${y(point.value)})`}
            onFocus={() => onSelect(index)}
            onPointerEnter={() => onSelect(index)}
            onKeyDown={(event) => step(event, index)}
          >
            {/* A hit area larger than the dot. */}
            <circle r={12} fill="transparent" />
            <Mark comparator={point.comparator ?? null} ink={ink} big={index === selected} />
          </g>
        )
      })}
    </g>
  )
}

function Mark({ comparator, ink, big }: { comparator: string | null; ink: string; big: boolean }) {
  const { palette } = useTheme().vars
  const surface = palette.background.paper
  if (!comparator) return <circle r={big ? 5 : 3.5} fill={ink} stroke={surface} strokeWidth={1.5} />
  const points = comparator.startsWith('<') || comparator === '≤' ? '-5,-4 5,-4 0,5' : '-5,4 5,4 0,-5'
  return <polygon points={points} fill={surface} stroke={ink} strokeWidth={1.75} data-part="beyond" />
}

/** Markers below the time axis, such as doses. */
export function Markers({ markers }: { markers: readonly TrendMarker[] }) {
  const { x, left, right, bottom } = usePlot()
  const { palette } = useTheme().vars
  return markers.map(({ at, label }) => {
    const place = x(Date.parse(at))
    if (place < left || place > right) return null
    const toStart = place > left + (right - left) * 0.7
    return (
      <g key={at + label} data-part="marker" transform={`translate(${place} ${bottom + 32})`} fill={palette.info.main}>
        <polygon points="-4,3 4,3 0,-4" />
        <text x={toStart ? -8 : 8} y={4} fontSize={11} textAnchor={toStart ? 'end' : 'start'}>
          {label}
        </text>
      </g>
    )
  })
}
