import type { Point } from './use-operations.ts'

/** One series of a chart: its label and a value per point; null is a gap. */
export interface Series {
  readonly label: string
  readonly values: readonly (number | null)[]
}

/** Names that occur in the points, largest total first. */
function namesIn(points: readonly Point[], pick: (point: Point) => Readonly<Record<string, number | null>>): readonly string[] {
  const sums = new Map<string, number>()
  for (const point of points) for (const [name, value] of Object.entries(pick(point))) sums.set(name, (sums.get(name) ?? 0) + (value ?? 0))
  return [...sums].toSorted(([, a], [, b]) => b - a).map(([name]) => name)
}

/** One series per name. */
export const seriesOf = (
  points: readonly Point[],
  pick: (point: Point) => Readonly<Record<string, number | null>>,
  nameOf: (name: string) => string = (name) => name,
): readonly Series[] =>
  namesIn(points, pick).map((name) => ({ label: nameOf(name), values: points.map((point) => pick(point)[name] ?? null) }))

const threeDigits = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 3 })

/** Whether a value has gaps on both sides: a line alone would not show it. */
export const isIsolated = (values: Series['values'], index: number): boolean =>
  (values[index - 1] ?? null) === null && (values[index + 1] ?? null) === null

const compact = new Intl.NumberFormat('en-GB', { notation: 'compact', maximumSignificantDigits: 3 })

/** Axis label of a value. */
export const axisLabel = (value: number): string => compact.format(value)

/** A value with three significant digits. */
export const formatFigure = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : threeDigits.format(value)
