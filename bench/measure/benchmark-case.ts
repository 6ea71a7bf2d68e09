import { type BlockComparison, type Blocks, compareBlocks } from './compare.ts'
import type { Row } from './report.ts'
import { median, percentile } from './statistics.ts'

/** A benchmark of docs/benchmark.md. */
export interface BenchmarkCase {
  readonly id: string
  /** Returns the rows of the table. */
  run(): Promise<readonly Row[]>
}

export interface CaseDescription {
  readonly caseId: string
  readonly workload: string
  readonly unit: string
}

const notJudged = { target: 'printed', verdict: 'printed' } as const
const judgeMaximum = (value: number, most: number | null, sign = '') =>
  most === null ? notJudged : ({ target: `≤ ${most}${sign}`, verdict: value <= most ? 'met' : 'missed' } as const)

const withMedians = (about: CaseDescription, ours: Blocks, baseline: Blocks, comparison: BlockComparison) => ({
  ...about,
  ours: median(ours.flat()),
  baseline: median(baseline.flat()),
  judged: comparison.median,
  lowest: comparison.lowest,
  highest: comparison.highest,
})

/** Compares as a ratio. @param most maximum ratio; null to print without judging */
export function ratioRow(about: CaseDescription, ours: Blocks, baseline: Blocks, most: number | null): Row {
  const comparison = compareBlocks(ours, baseline, (a, b) => a / b)
  return { ...withMedians(about, ours, baseline, comparison), ...judgeMaximum(comparison.median, most, '×') }
}

/** Compares as a difference, in the unit of both. @param most maximum difference; null to print without judging */
export function differenceRow(about: CaseDescription, ours: Blocks, baseline: Blocks, most: number | null): Row {
  const comparison = compareBlocks(ours, baseline, (a, b) => a - b)
  const row = { ...withMedians(about, ours, baseline, comparison), ...judgeMaximum(comparison.median, most) }
  return most === null ? row : { ...row, target: `≤ +${most}` }
}

/** Compares two single values as a ratio, without blocks. */
export function singleRatioRow(about: CaseDescription, ours: number, baseline: number, most: number | null): Row {
  const judged = ours / baseline
  return { ...about, ours, baseline, judged, lowest: null, highest: null, ...judgeMaximum(judged, most, '×') }
}

/** Compares values that should be large. @param least minimum ratio */
export function shareRow(about: CaseDescription, ours: number, baseline: number, least: number): Row {
  const judged = ours / baseline
  return {
    ...about,
    ours,
    baseline,
    judged,
    lowest: null,
    highest: null,
    target: `≥ ${least}×`,
    verdict: judged >= least ? 'met' : 'missed',
  }
}

/** Compares a percentile over all measurements, because a block has too few for a tail. @param share percentile, 0 to 1 */
export const tailRow = (about: CaseDescription, ours: Blocks, baseline: Blocks, share: number, most: number | null): Row =>
  singleRatioRow(about, percentile(ours.flat(), share), percentile(baseline.flat(), share), most)

/** A value without a baseline. @param most maximum; null to print without judging */
export const figureRow = (about: CaseDescription, value: number, most: number | null): Row => ({
  ...about,
  ours: value,
  baseline: null,
  judged: value,
  lowest: null,
  highest: null,
  ...judgeMaximum(value, most),
})

/** A value with a baseline for information; only ours is judged. */
export const countRow = (about: CaseDescription, ours: number, baseline: number, most: number | null): Row => ({
  ...figureRow(about, ours, most),
  baseline,
})

/** A count that must be 0 in every run; anything else is a fault of the product. */
export function invariantRow(about: CaseDescription, ours: number, baseline: number | null = null): Row {
  const row = figureRow(about, ours, 0)
  return { ...row, baseline, verdict: row.verdict === 'met' ? 'met' : 'BROKEN' }
}
