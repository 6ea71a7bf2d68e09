import { useTheme } from '@mui/material/styles'
import { type ScaleLinear, scaleLinear } from 'd3-scale'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react'

/** Coordinates of the drawing, in CSS px from the top left of the SVG. */
export interface Plot {
  x: (time: number) => number
  y: ScaleLinear<number, number>
  left: number
  right: number
  top: number
  bottom: number
}

const PlotContext = createContext<Plot | null>(null)

export function usePlot(): Plot {
  const plot = useContext(PlotContext)
  if (!plot) throw new Error('usePlot needs a PlotFrame above it')
  return plot
}

const INSET = { left: 44, right: 24, top: 14, bottom: 24 }

/** Width before the first measurement, px. */
const DEFAULT_WIDTH = 480

interface PlotFrameProps {
  time: readonly [number, number]
  value: readonly [number, number]
  height: number
  /** Space below the time axis for markers, px. */
  below: number
  children: ReactNode
}

/** Linear time axis from left to right and value axis upwards, in the available width. */
export function PlotFrame({ time, value, height, below, children }: PlotFrameProps) {
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box)
  const [from, to] = time
  const [low, high] = value
  const plot = useMemo<Plot>(() => {
    const edges = { left: INSET.left, right: width - INSET.right, top: INSET.top, bottom: height - INSET.bottom - below }
    return {
      ...edges,
      x: scaleLinear([from, to], [edges.left, edges.right]),
      y: scaleLinear([low, high], [edges.bottom, edges.top]),
    }
  }, [width, height, below, from, to, low, high])
  return (
    <div ref={box}>
      <svg width={width} height={height} role="presentation" style={{ display: 'block', overflow: 'visible' }}>
        <PlotContext value={plot}>{children}</PlotContext>
      </svg>
    </div>
  )
}

function useWidth(box: React.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(DEFAULT_WIDTH)
  useEffect(() => {
    const element = box.current
    if (!element || typeof ResizeObserver === 'undefined') return
    const observer = new ResizeObserver(([entry]) => {
      if (entry?.contentRect.width) setWidth(entry.contentRect.width)
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [box])
  return width
}

interface AxesProps {
  timeTicks: readonly number[]
  timeLabel: (time: number) => string
}

/** Grid lines at round values, and time labels at round times of the facility. */
export function Axes({ timeTicks, timeLabel }: AxesProps) {
  const { x, y, left, right, bottom } = usePlot()
  const { palette } = useTheme().vars
  const format = y.tickFormat(5)
  return (
    <g fontSize={11} fill={palette.muted} aria-hidden data-part="axes">
      {y.ticks(5).map((tick) => (
        <g key={tick}>
          <line x1={left} x2={right} y1={y(tick)} y2={y(tick)} stroke={palette.line} />
          <text x={left - 7} y={y(tick)} dy="0.32em" textAnchor="end">
            {format(tick)}
          </text>
        </g>
      ))}
      <line x1={left} x2={right} y1={bottom} y2={bottom} stroke={palette.line2} />
      {timeTicks.map((tick) => (
        <g key={tick} transform={`translate(${x(tick)} ${bottom})`}>
          <line y2={4} stroke={palette.line2} />
          <text y={16} textAnchor="middle">
            {timeLabel(tick)}
          </text>
        </g>
      ))}
    </g>
  )
}
