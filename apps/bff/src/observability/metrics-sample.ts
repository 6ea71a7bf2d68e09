import * as z from 'zod'

const perName = z.record(z.string(), z.number())

/**
 * Metrics of one instance between two samples: one point of each chart on the operations page. Rates are per second unless
 * named otherwise; times are in ms, null without observations. Contains no patient data.
 */
export const metricsSampleSchema = z.object({
  at: z.iso.datetime(),
  /** Events recorded per second, by topic. */
  events: perName,
  processedPerSecond: z.number(),
  failedPerMinute: z.number(),
  processing: z.object({ p50: z.number().nullable(), p95: z.number().nullable(), p99: z.number().nullable() }),
  /** 95th percentile of each delivery hop, in ms. */
  hops: z.record(z.string(), z.number().nullable()),
  /** Share of requests that ended in a server error (5xx). */
  errorRate: z.number(),
  deliveredPerSecond: z.number(),
  connections: z.number(),
  rooms: z.number(),
  /** Figures from the database, the same on every instance: lag of each consumer in events, and open dead letters. Null while it is unreachable. */
  stored: z.object({ lag: perName, deadLetters: z.number() }).nullable(),
})
export type MetricsSample = Readonly<z.infer<typeof metricsSampleSchema>>
