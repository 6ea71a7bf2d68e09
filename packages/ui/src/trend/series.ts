/** One measurement of a series. */
export interface SeriesPoint {
  /** Collection time, the clinically relevant time (RES-3). */
  at: string
  /** Value to plot; null for a collection without one. */
  value: number | null
  /** As reported, with comparator and precision. */
  text?: string | null
  /** `<`, `>`, …: the true value is beyond the point (RES-6). */
  comparator?: string | null
  flag?: string | null
}

export interface DrawnPoint extends SeriesPoint {
  time: number
  value: number
}

/** Points with a number, sorted by time. */
export const drawable = (points: readonly SeriesPoint[]): DrawnPoint[] =>
  points
    .flatMap((point) => (point.value === null ? [] : [{ ...point, value: point.value, time: Date.parse(point.at) }]))
    .filter(({ time, value }) => Number.isFinite(time) && Number.isFinite(value))
    .toSorted((a, b) => a.time - b.time)

/** A gap this many times the median interval is not bridged by a line: the values in it are unknown (RES-6). */
const GAP_FACTOR = 3

/**
 * Splits a series at gaps of more than three times its median interval. Two points are one interval, so a pair is never
 * split.
 */
export function segments<Point extends { time: number }>(points: readonly Point[]): Point[][] {
  const intervals = points.slice(1).map((point, index) => point.time - (points[index]?.time ?? point.time))
  const limit = median(intervals) * GAP_FACTOR
  const parts: Point[][] = []
  points.forEach((point, index) => {
    const gap = index === 0 || (intervals[index - 1] ?? 0) > limit
    if (gap) parts.push([point])
    else parts.at(-1)?.push(point)
  })
  return parts
}

function median(values: readonly number[]): number {
  if (values.length === 0) return 0
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

/** Range of the visible values, with a margin so that no point is on the edge. */
export function extentWith(values: readonly (number | null | undefined)[], margin = 0.08): [number, number] {
  const known = values.filter((value) => value != null)
  if (known.length === 0) return [0, 1]
  const low = Math.min(...known)
  const high = Math.max(...known)
  const room = (high - low || Math.abs(high) || 1) * margin
  return [low - room, high + room]
}
