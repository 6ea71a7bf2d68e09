import type { Instance, Point } from './use-operations.ts'

/** As far apart as each instance takes its points. */
const SLOT_MS = 5_000
/** Whoever has said nothing for so long does not count any more; one late point is no gap. */
const SILENT_MS = 3 * SLOT_MS

type PerName = Readonly<Record<string, number>>

function summed(of: readonly PerName[]): PerName {
  const sums: Record<string, number> = {}
  for (const values of of) for (const [name, value] of Object.entries(values)) sums[name] = (sums[name] ?? 0) + value
  return sums
}

function slowest(of: readonly (number | null | undefined)[]): number | null {
  const known = of.filter((value) => value !== null && value !== undefined)
  return known.length > 0 ? Math.max(...known) : null
}

/** What counts is added up, times and shares are those of the instance that is worst off, and the database says the same to all. */
function merged(at: string, points: readonly Point[]): Point {
  const sum = (pick: (point: Point) => number) => points.reduce((so, point) => so + pick(point), 0)
  const hops = [...new Set(points.flatMap((point) => Object.keys(point.hops)))]
  return {
    at,
    events: summed(points.map(({ events }) => events)),
    processedPerSecond: sum((point) => point.processedPerSecond),
    failedPerMinute: sum((point) => point.failedPerMinute),
    processing: {
      p50: slowest(points.map(({ processing }) => processing.p50)),
      p95: slowest(points.map(({ processing }) => processing.p95)),
      p99: slowest(points.map(({ processing }) => processing.p99)),
    },
    hops: Object.fromEntries(hops.map((hop) => [hop, slowest(points.map((point) => point.hops[hop]))])),
    errorRate: Math.max(...points.map((point) => point.errorRate)),
    deliveredPerSecond: sum((point) => point.deliveredPerSecond),
    connections: sum((point) => point.connections),
    rooms: sum((point) => point.rooms),
    stored: points.findLast(({ stored }) => stored !== null)?.stored ?? null,
  }
}

/** All instances as one. Their points are not of the same moments: each slot has the last word of everybody by its end. */
export function together(instances: readonly Instance[]): readonly Point[] {
  const timed = instances.map(({ points }) => points.map((point) => ({ point, ms: Date.parse(point.at) })))
  const slots = [...new Set(timed.flat().map(({ ms }) => Math.ceil(ms / SLOT_MS) * SLOT_MS))].toSorted((a, b) => a - b)
  return slots.map((end) => {
    const points = timed.flatMap((of) => of.findLast(({ ms }) => ms <= end && ms > end - SILENT_MS)?.point ?? [])
    return merged(new Date(end).toISOString(), points)
  })
}

/** Whether an instance has said nothing lately: it ended, or it cannot reach the others. */
export const isSilent = ({ points }: Instance, at: string): boolean => Date.parse(at) - Date.parse(points.at(-1)?.at ?? at) > SILENT_MS
