/** A histogram's buckets: how many took no longer than `le` seconds. Cumulative, in ascending order, the last one unbounded. */
export type Buckets = readonly { readonly le: number; readonly count: number }[]

/** What came between two readings of the same histogram. */
export const bucketsSince = (before: Buckets, after: Buckets): Buckets =>
  after.map(({ le, count }, index) => ({ le, count: count - (before[index]?.count ?? 0) }))

/**
 * The value below which a share of the observations lies, as Prometheus' `histogram_quantile` estimates it: evenly
 * spread within a bucket, and the last border for what lies beyond it. null when there were none.
 */
export function histogramQuantile(share: number, buckets: Buckets): number | null {
  const total = buckets.at(-1)?.count ?? 0
  if (total === 0) return null
  const rank = share * total
  const index = buckets.findIndex(({ count }) => count >= rank)
  const bucket = buckets[index]
  const below = buckets[index - 1] ?? { le: 0, count: 0 }
  if (!bucket || !Number.isFinite(bucket.le)) return below.le
  const within = bucket.count - below.count
  return within === 0 ? bucket.le : below.le + ((bucket.le - below.le) * (rank - below.count)) / within
}
