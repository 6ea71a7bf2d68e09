import { declarationOf, eventNamed } from '@wardline/events'
import { type Buckets, bucketsSince, histogramQuantile } from '../../observability/histogram-quantile.ts'
import type { MetricsSample } from '../../observability/metrics-sample.ts'
import type { RegistrySample } from './registry-reader.ts'

const inMs = (quantile: number, buckets: Buckets) => {
  const seconds = histogramQuantile(quantile, buckets)
  return seconds === null ? null : seconds * 1000
}

const topicOf = (type: string) => {
  const known = eventNamed(type)
  return known ? declarationOf(known).topic : 'other'
}

/** Returns the metrics between two samples of the registry. */
export function sampleBetween(before: RegistrySample, after: RegistrySample, stored: MetricsSample['stored']): MetricsSample {
  const seconds = Math.max(0.001, (after.at - before.at) / 1000)
  const perSecond = (count: number) => count / seconds
  const events: Record<string, number> = {}
  for (const [type, count] of Object.entries(after.published)) {
    const topic = topicOf(type)
    events[topic] = (events[topic] ?? 0) + perSecond(count - (before.published[type] ?? 0))
  }
  const processing = bucketsSince(before.processing, after.processing)
  const requests = after.requests - before.requests
  return {
    at: new Date(after.at).toISOString(),
    events,
    processedPerSecond: perSecond(after.processed - before.processed),
    failedPerMinute: perSecond(after.failed - before.failed) * 60,
    processing: { p50: inMs(0.5, processing), p95: inMs(0.95, processing), p99: inMs(0.99, processing) },
    hops: Object.fromEntries(
      Object.entries(after.hops).map(([hop, buckets]) => [hop, inMs(0.95, bucketsSince(before.hops[hop] ?? [], buckets))]),
    ),
    errorRate: requests > 0 ? (after.serverErrors - before.serverErrors) / requests : 0,
    deliveredPerSecond: perSecond(after.delivered - before.delivered),
    connections: after.connections,
    rooms: after.rooms,
    stored,
  }
}
