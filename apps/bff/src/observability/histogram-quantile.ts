/** Buckets of a histogram: the number of observations of at most `le` seconds. Cumulative, ascending, the last one unbounded. */
export type Buckets = readonly { readonly le: number; readonly count: number }[]

/** Returns the observations between two samples of the same histogram. */
export const bucketsSince = (before: Buckets, after: Buckets): Buckets =>
  after.map(({ le, count }, index) => ({ le, count: count - (before[index]?.count ?? 0) }))

/**
 * Returns a quantile of the observations as Prometheus' `histogram_quantile` estimates it: linear within a bucket, the last
 * finite bound beyond it. null when there are no observations.
 */
export function histogramQuantile(quantile: number, buckets: Buckets): number | null {
  const total = buckets.at(-1)?.count ?? 0
  if (total === 0) return null
  const rank = quantile * total
  const index = buckets.findIndex(({ count }) => count >= rank)
  const bucket = buckets[index]
  const below = buckets[index - 1] ?? { le: 0, count: 0 }
  if (!bucket || !Number.isFinite(bucket.le)) return below.le
  const within = bucket.count - below.count
  return within === 0 ? bucket.le : below.le + ((bucket.le - below.le) * (rank - below.count)) / within
}
