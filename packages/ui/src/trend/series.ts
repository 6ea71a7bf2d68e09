/** One measured moment of one quantity. */
export interface SeriesPoint {
  /** When it was collected, which is the clinical time (RES-3). */
  at: string
  /** The number to draw; null for a collection without one. */
  value: number | null
  /** As reported, comparator and precision included. */
  text?: string | null
  /** `<`, `>`, …: the truth lies beyond the point (RES-6). */
  comparator?: string | null
  flag?: string | null
}

export interface DrawnPoint extends SeriesPoint {
  time: number
  value: number
}

/** Left to right in time, without moments that have no number. */
export const drawable = (points: readonly SeriesPoint[]): DrawnPoint[] =>
  points
    .flatMap((point) => (point.value === null ? [] : [{ ...point, value: point.value, time: Date.parse(point.at) }]))
    .filter(({ time, value }) => Number.isFinite(time) && Number.isFinite(value))
    .toSorted((a, b) => a.time - b.time)

/** A pause this many times the usual one is not bridged by a line: nobody knows what happened in it (RES-6). */
const GAP_FACTOR = 3

/**
 * Cuts a series where it is silent for more than three times its median interval. Two points are one
 * interval, so a pair is never cut.
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

/** Lowest and highest of what has to be visible, with a margin so that no point sits on the edge. */
export function extentWith(values: readonly (number | null | undefined)[], margin = 0.08): [number, number] {
  const known = values.filter((value) => value != null)
  if (known.length === 0) return [0, 1]
  const low = Math.min(...known)
  const high = Math.max(...known)
  const room = (high - low || Math.abs(high) || 1) * margin
  return [low - room, high + room]
}
