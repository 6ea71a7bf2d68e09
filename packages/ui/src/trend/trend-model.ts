import { type DrawnPoint, drawable, extentWith, type SeriesPoint } from './series.ts'

/** An event below the values: a dose, a transfusion (RES-8). */
export interface TrendMarker {
  at: string
  label: string
}

export interface TrendChartProps {
  /** Name of the test, as the laboratory reports it. */
  name: string
  unit: string | null
  /** Two identifiers in one line, so that a copied graph still identifies the patient (RES-5). */
  patient: string
  points: readonly SeriesPoint[]
  /** Time of the initially selected point; defaults to the newest. */
  chosenAt?: string | null
  low?: number | null | undefined
  high?: number | null | undefined
  criticalLow?: number | null | undefined
  criticalHigh?: number | null | undefined
  markers?: readonly TrendMarker[]
  /** Height of the whole chart, CSS px. */
  height?: number
}

export interface TrendModel {
  points: readonly DrawnPoint[]
  time: [number, number]
  value: [number, number]
}

/** Axis ranges of the plot: all points and the reference range, and critical limits that are near. */
export function trendModel({ points, low, high, criticalLow, criticalHigh }: TrendChartProps): TrendModel {
  const drawn = drawable(points)
  const [bottom, top] = extentWith([...drawn.map(({ value }) => value), low, high], 0.12)
  // A distant limit would flatten the curve so that it looks harmless.
  const near = (limit: number | null | undefined) => limit != null && limit > bottom - (top - bottom) && limit < top + (top - bottom)
  const limits = [criticalLow, criticalHigh].filter(near)
  const first = drawn[0]?.time ?? 0
  const last = drawn.at(-1)?.time ?? 1
  const room = (last - first || 3_600_000) * 0.03
  return { points: drawn, time: [first - room, last + room], value: extentWith([bottom, top, ...limits], limits.length > 0 ? 0.06 : 0) }
}

export interface Delta {
  absolute: number
  percent: number | null
}

const decimalsIn = ({ text, value }: DrawnPoint) => /\.(\d+)/.exec(text ?? String(value))?.[1]?.length ?? 0

/** Change against the previous point, in the reported precision: more digits would be invented (RES-9). */
export function deltaAt(points: readonly DrawnPoint[], index: number): Delta | null {
  const now = points[index]
  const before = points[index - 1]
  // A value beyond the measuring range cannot be used in a calculation.
  if (!now || !before || now.comparator || before.comparator) return null
  const absolute = Number((now.value - before.value).toFixed(Math.max(decimalsIn(now), decimalsIn(before))))
  return { absolute, percent: before.value === 0 ? null : Math.round((absolute / Math.abs(before.value)) * 100) }
}

const signed = (value: number) => (value > 0 ? `+${value}` : value < 0 ? `−${Math.abs(value)}` : '±0')

export const deltaText = ({ absolute, percent }: Delta): string => `${signed(absolute)}${percent === null ? '' : ` (${signed(percent)} %)`}`
