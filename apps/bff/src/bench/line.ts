import type { Comparison } from './compare.ts'
import type { Row } from './report.ts'

/** One line of docs/benchmark.md: answers its rows. */
export interface Line {
  readonly id: string
  run(): Promise<readonly Row[]>
}

interface About {
  readonly line: string
  readonly workload: string
  readonly unit: string
}

/** A comparison judged by its ratio. */
export const asRatio = (about: About, { ours, bare, ratio }: Comparison, most: number): Row => ({
  ...about,
  ours: ours.median,
  bare: bare.median,
  judged: ratio.median,
  lowest: ratio.lowest,
  highest: ratio.highest,
  target: `≤ ${most}×`,
  held: ratio.median <= most,
})

/** A figure that stands alone. */
export const asFigure = (about: About, value: number, most: number): Row => ({
  ...about,
  ours: value,
  bare: null,
  judged: value,
  lowest: null,
  highest: null,
  target: `≤ ${most}`,
  held: value <= most,
})
