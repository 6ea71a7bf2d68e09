import { median, percentile, shuffled } from './figures.ts'

/** Answers one measured figure: milliseconds, bytes, whatever both sides of the comparison share. */
export type Measure = () => Promise<number>

export interface Extent {
  readonly blocks: number
  /** Measurements of each side in a block; a block's figure is their median. */
  readonly per: number
  /** Thrown away first: the compiler and the connections warm up. */
  readonly warmUp: number
  /** No block begins after this; the bench as a whole stays short on a slow machine. */
  readonly withinMs: number
}

export interface Side {
  readonly median: number
  readonly p99: number
}

export interface Comparison {
  readonly ours: Side
  readonly bare: Side
  readonly ratio: { readonly median: number; readonly lowest: number; readonly highest: number }
  readonly blocks: number
}

const side = (values: readonly number[]): Side => ({ median: median(values), p99: percentile(values, 0.99) })

/** Measures both sides in blocks of shuffled order in the same run: whatever else the machine does falls on both. */
export async function compare(sides: { ours: Measure; bare: Measure }, extent: Extent): Promise<Comparison> {
  for (let run = 0; run < extent.warmUp; run++) {
    await sides.bare()
    await sides.ours()
  }
  const all = { ours: [] as number[], bare: [] as number[] }
  const ratios: number[] = []
  const until = performance.now() + extent.withinMs
  while (ratios.length < extent.blocks && (ratios.length === 0 || performance.now() < until)) {
    const block = { ours: [] as number[], bare: [] as number[] }
    const turns = shuffled(Array.from({ length: extent.per }, () => ['ours', 'bare'] as const).flat())
    for (const turn of turns) block[turn].push(await sides[turn]())
    all.ours.push(...block.ours)
    all.bare.push(...block.bare)
    ratios.push(median(block.ours) / median(block.bare))
  }
  return {
    ours: side(all.ours),
    bare: side(all.bare),
    ratio: { median: median(ratios), lowest: Math.min(...ratios), highest: Math.max(...ratios) },
    blocks: ratios.length,
  }
}
