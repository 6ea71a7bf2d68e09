import * as z from 'zod'

const perName = z.record(z.string(), z.number())

/**
 * How one process did between two readings of its metrics: one point of every line on the operations page. Rates are per
 * second where nothing else is said, times in ms and null when nothing happened that could be timed. No patient stands in it.
 */
export const metricsSampleSchema = z.object({
  at: z.iso.datetime(),
  /** Events recorded in a second, by topic. */
  events: perName,
  processedPerSecond: z.number(),
  failedPerMinute: z.number(),
  processing: z.object({ p50: z.number().nullable(), p95: z.number().nullable(), p99: z.number().nullable() }),
  /** 95th percentile of each hop of delivery. */
  hops: z.record(z.string(), z.number().nullable()),
  /** Share of requests that ended in a fault of ours. */
  errorRate: z.number(),
  deliveredPerSecond: z.number(),
  connections: z.number(),
  rooms: z.number(),
  /** What the database says beside the registry, the same for all: events each consumer has not taken in. Null while it does not answer. */
  stored: z.object({ lag: perName, deadLetters: z.number() }).nullable(),
})
export type MetricsSample = Readonly<z.infer<typeof metricsSampleSchema>>
