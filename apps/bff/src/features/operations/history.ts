import type { Bus } from '../../bus/bus.ts'
import type { MetricsSample } from '../../observability/metrics-sample.ts'

/** Half an hour of history, for the charts of a newly opened page. */
const RETENTION_MS = 30 * 60_000

export interface InstanceMetrics {
  readonly instance: string
  /** Oldest first. */
  readonly points: readonly MetricsSample[]
}

/** Metrics of every instance over the last half hour, as far as this instance received them. */
export interface MetricsHistory {
  /** Returns the points of each instance, by name, after the last one that the client has. */
  since(seen: Readonly<Record<string, string>>): readonly InstanceMetrics[]
  close(): void
}

export function openMetricsHistory(bus: Pick<Bus, 'subscribe'>, now: () => Date): MetricsHistory {
  const pointsByInstance = new Map<string, MetricsSample[]>()
  function dropOld(): void {
    const oldest = new Date(now().getTime() - RETENTION_MS).toISOString()
    for (const [instance, points] of pointsByInstance) {
      while (points[0] && points[0].at < oldest) points.shift()
      if (points.length === 0) pointsByInstance.delete(instance)
    }
  }
  const close = bus.subscribe('sampled', ({ instance, figures }) => {
    const points = pointsByInstance.get(instance) ?? []
    // Signals may be repeated.
    if (figures.at > (points.at(-1)?.at ?? '')) points.push(figures)
    pointsByInstance.set(instance, points)
    dropOld()
  })
  return {
    since(seen) {
      dropOld()
      return [...pointsByInstance]
        .map(([instance, points]) => ({ instance, points: points.filter(({ at }) => at > (seen[instance] ?? '')) }))
        .toSorted((a, b) => (a.instance < b.instance ? -1 : 1))
    },
    close,
  }
}
