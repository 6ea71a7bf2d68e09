import { type Blocks, type Judged, perBlock } from './compare.ts'
import { median, percentile } from './statistics.ts'
import type { Row } from './report.ts'

/** One line of docs/benchmark.md: answers its rows. */
export interface BenchmarkCase {
  readonly id: string
  run(): Promise<readonly Row[]>
}

export interface CaseDescription {
  readonly line: string
  readonly workload: string
  readonly unit: string
}

const printed = { target: 'printed', verdict: 'printed' } as const
const upTo = (judged: number, most: number | null, sign = '') =>
  most === null ? printed : ({ target: `≤ ${most}${sign}`, verdict: judged <= most ? 'held' : 'missed' } as const)

const beside = (about: CaseDescription, ours: Blocks, bare: Blocks, judged: Judged) => ({
  ...about,
  ours: median(ours.flat()),
  bare: median(bare.flat()),
  judged: judged.median,
  lowest: judged.lowest,
  highest: judged.highest,
})

/** Judged by how many times the other side's it is; `most` null is printed and not judged. */
export function asRatio(about: CaseDescription, ours: Blocks, bare: Blocks, most: number | null): Row {
  const judged = perBlock(ours, bare, (a, b) => a / b)
  return { ...beside(about, ours, bare, judged), ...upTo(judged.median, most, '×') }
}

/** Judged by how much more than the other side's it is, in the unit of both; `most` null is printed and not judged. */
export function asMore(about: CaseDescription, ours: Blocks, bare: Blocks, most: number | null): Row {
  const judged = perBlock(ours, bare, (a, b) => a - b)
  const row = { ...beside(about, ours, bare, judged), ...upTo(judged.median, most) }
  return most === null ? row : { ...row, target: `≤ +${most}` }
}

/** As `asRatio`, of one figure each: there is nothing to make blocks of. */
export function asOneRatio(about: CaseDescription, ours: number, bare: number, most: number | null): Row {
  const judged = ours / bare
  return { ...about, ours, bare, judged, lowest: null, highest: null, ...upTo(judged, most, '×') }
}

/** What ought to be large: at least so many times the other side's. */
export function asShare(about: CaseDescription, ours: number, bare: number, least: number): Row {
  const judged = ours / bare
  return { ...about, ours, bare, judged, lowest: null, highest: null, target: `≥ ${least}×`, verdict: judged >= least ? 'held' : 'missed' }
}

/** The slow ones of both sides; they are too few for blocks. */
export const asTail = (about: CaseDescription, ours: Blocks, bare: Blocks, share: number, most: number | null): Row =>
  asOneRatio(about, percentile(ours.flat(), share), percentile(bare.flat(), share), most)

/** A figure that stands alone; `most` null is printed and not judged. */
export const asFigure = (about: CaseDescription, value: number, most: number | null): Row => ({
  ...about,
  ours: value,
  bare: null,
  judged: value,
  lowest: null,
  highest: null,
  ...upTo(value, most),
})

/** A count of ours, the same of another beside it for whoever reads; only ours is judged. */
export const asCount = (about: CaseDescription, ours: number, bare: number, most: number | null): Row => ({
  ...asFigure(about, ours, most),
  bare,
})

/** A count that holds in every run or the product is at fault. */
export function asInvariant(about: CaseDescription, ours: number, bare: number | null = null): Row {
  const row = asFigure(about, ours, 0)
  return { ...row, bare, verdict: row.verdict === 'held' ? 'held' : 'BROKEN' }
}
