import type { Instance, Point } from './use-operations.ts'

/** Sampling interval of each instance, ms. */
const SLOT_MS = 5_000
/** Time without a sample after which an instance is left out, ms; one late sample is no gap. */
const MAX_SILENCE_MS = 3 * SLOT_MS

type PerName = Readonly<Record<string, number>>

function sumByName(of: readonly PerName[]): PerName {
  const sums: Record<string, number> = {}
  for (const values of of) for (const [name, value] of Object.entries(values)) sums[name] = (sums[name] ?? 0) + value
  return sums
}

function highest(of: readonly (number | null | undefined)[]): number | null {
  const known = of.filter((value) => value !== null && value !== undefined)
  return known.length > 0 ? Math.max(...known) : null
}

/** Counts are summed, times and error rates are those of the worst instance, and stored values are the same for all. */
function mergePoints(at: string, points: readonly Point[]): Point {
  const sum = (pick: (point: Point) => number) => points.reduce((total, point) => total + pick(point), 0)
  const hops = [...new Set(points.flatMap((point) => Object.keys(point.hops)))]
  return {
    at,
    events: sumByName(points.map(({ events }) => events)),
    processedPerSecond: sum((point) => point.processedPerSecond),
    failedPerMinute: sum((point) => point.failedPerMinute),
    processing: {
      p50: highest(points.map(({ processing }) => processing.p50)),
      p95: highest(points.map(({ processing }) => processing.p95)),
      p99: highest(points.map(({ processing }) => processing.p99)),
    },
    hops: Object.fromEntries(hops.map((hop) => [hop, highest(points.map((point) => point.hops[hop]))])),
    errorRate: Math.max(...points.map((point) => point.errorRate)),
    deliveredPerSecond: sum((point) => point.deliveredPerSecond),
    connections: sum((point) => point.connections),
    rooms: sum((point) => point.rooms),
    stored: points.findLast(({ stored }) => stored !== null)?.stored ?? null,
  }
}

/** Merges the samples of all instances. Their sampling times differ, so each slot uses the last sample of each instance. */
export function combineInstances(instances: readonly Instance[]): readonly Point[] {
  const pointsByInstance = instances.map(({ points }) => points.map((point) => ({ point, ms: Date.parse(point.at) })))
  const slots = [...new Set(pointsByInstance.flat().map(({ ms }) => Math.ceil(ms / SLOT_MS) * SLOT_MS))].toSorted((a, b) => a - b)
  return slots.map((end) => {
    const points = pointsByInstance.flatMap((of) => of.findLast(({ ms }) => ms <= end && ms > end - MAX_SILENCE_MS)?.point ?? [])
    return mergePoints(new Date(end).toISOString(), points)
  })
}

/** Whether an instance sent no sample recently: it ended, or it cannot reach the message bus. */
export const isSilent = ({ points }: Instance, at: string): boolean => Date.parse(at) - Date.parse(points.at(-1)?.at ?? at) > MAX_SILENCE_MS
