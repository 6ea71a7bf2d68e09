import { declarationOf, eventNamed } from '@wardline/events'
import { type Buckets, bucketsSince, quantile } from '../../platform/percentiles.ts'
import type { Reading } from './reading.ts'

/** What the database says beside the registry; null while it does not answer. */
export interface Stored {
  /** Events that each consumer has not taken in. */
  readonly lag: Readonly<Record<string, number>>
  readonly deadLetters: number
}

/** One point of every line on the operations page; rates and percentiles are of the time between two readings. */
export interface Point {
  readonly at: string
  /** Events recorded in a second, by topic. */
  readonly events: Readonly<Record<string, number>>
  readonly processedPerSecond: number
  readonly failedPerMinute: number
  /** ms; null when nothing was processed. */
  readonly processing: Percentiles
  /** 95th percentile of each hop, ms. */
  readonly hops: Readonly<Record<string, number | null>>
  /** Share of requests that ended in a fault of ours. */
  readonly errorRate: number
  readonly deliveredPerSecond: number
  readonly connections: number
  readonly rooms: number
  readonly stored: Stored | null
}

interface Percentiles {
  readonly p50: number | null
  readonly p95: number | null
  readonly p99: number | null
}

const inMs = (share: number, buckets: Buckets) => {
  const seconds = quantile(share, buckets)
  return seconds === null ? null : seconds * 1000
}

const topicOf = (type: string) => {
  const known = eventNamed(type)
  return known ? declarationOf(known).topic : 'other'
}

/** What happened between two readings. */
export function pointBetween(before: Reading, after: Reading, stored: Stored | null): Point {
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
    errorRate: requests > 0 ? (after.broken - before.broken) / requests : 0,
    deliveredPerSecond: perSecond(after.delivered - before.delivered),
    connections: after.connections,
    rooms: after.rooms,
    stored,
  }
}
