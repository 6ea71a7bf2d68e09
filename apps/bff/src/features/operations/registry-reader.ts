import type { Registry } from 'prom-client'
import type { Buckets } from '../../observability/histogram-quantile.ts'

interface Value {
  readonly value: number
  readonly labels: Readonly<Record<string, string | number | undefined>>
  readonly metricName?: string
}

/** Sample of the metrics registry: all figures of the operations page, with the absolute values of counters. */
export interface RegistrySample {
  readonly at: number
  readonly published: Readonly<Record<string, number>>
  readonly processed: number
  readonly failed: number
  readonly requests: number
  /** Responses with status 5xx. */
  readonly serverErrors: number
  readonly delivered: number
  readonly connections: number
  readonly rooms: number
  readonly processing: Buckets
  readonly hops: Readonly<Record<string, Buckets>>
}

const sumOf = (values: readonly Value[]) => values.reduce((sum, { value }) => sum + value, 0)

function bucketsOf(values: readonly Value[]): Buckets {
  const countByBound = new Map<number, number>()
  for (const { metricName, labels, value } of values) {
    if (!metricName?.endsWith('_bucket')) continue
    const le = labels.le === '+Inf' ? Number.POSITIVE_INFINITY : Number(labels.le)
    countByBound.set(le, (countByBound.get(le) ?? 0) + value)
  }
  return [...countByBound].map(([le, count]) => ({ le, count })).sort((a, b) => a.le - b.le)
}

/** Reads the registry by its Prometheus metric names, so that the page and the dashboards use the same figures. */
export async function readRegistry(registry: Registry, at: number): Promise<RegistrySample> {
  const read = async (name: string): Promise<readonly Value[]> => ((await registry.getSingleMetric(name)?.get())?.values ?? []) as Value[]
  const [published, processed, failed, delivered, connections, rooms, processing, hops, requests] = await Promise.all(
    [
      'events_published_total',
      'events_processed_total',
      'events_failed_total',
      'realtime_deliveries_total',
      'realtime_connections',
      'realtime_rooms',
      'event_processing_duration_seconds',
      'realtime_hop_seconds',
      'http_request_duration_seconds',
    ].map(read),
  )
  const counts = (requests ?? []).filter(({ metricName }) => metricName?.endsWith('_count'))
  return {
    at,
    published: Object.fromEntries((published ?? []).map(({ labels, value }) => [String(labels.type), value])),
    processed: sumOf(processed ?? []),
    failed: sumOf(failed ?? []),
    requests: sumOf(counts),
    serverErrors: sumOf(counts.filter(({ labels }) => Number(labels.status) >= 500)),
    delivered: sumOf(delivered ?? []),
    connections: sumOf(connections ?? []),
    rooms: sumOf(rooms ?? []),
    processing: bucketsOf(processing ?? []),
    hops: Object.fromEntries(
      [...Map.groupBy(hops ?? [], ({ labels }) => String(labels.hop))].map(([hop, values]) => [hop, bucketsOf(values)]),
    ),
  }
}
