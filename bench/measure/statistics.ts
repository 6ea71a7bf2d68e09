/** Returns the median; NaN without values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const high = sorted[middle] ?? Number.NaN
  return sorted.length % 2 ? high : ((sorted[middle - 1] ?? Number.NaN) + high) / 2
}

/** Returns the smallest value that a share (0 to 1) of the values do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

/** Returns the slope of the least-squares line. */
export function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (of: (point: readonly [number, number]) => number) => points.reduce((sum, point) => sum + of(point), 0) / points.length
  const [midX, midY] = [mean(([x]) => x), mean(([, y]) => y)]
  return mean(([x, y]) => (x - midX) * (y - midY)) / mean(([x]) => (x - midX) ** 2)
}

/** Returns the values in random order, so that no side of a comparison always runs on a warmer machine. */
export function shuffled<T>(values: readonly T[]): T[] {
  const rest = [...values]
  const out: T[] = []
  while (rest.length) out.push(...rest.splice(Math.floor(Math.random() * rest.length), 1))
  return out
}
