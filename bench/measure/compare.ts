import { median, shuffled } from './statistics.ts'

/** Takes one measurement. Returns the values by the name of the figure (ms, cpu, …). */
export type Measure<Figure extends string> = () => Promise<Readonly<Record<Figure, number>>>

/** The values of one figure of one side, by block. */
export type Blocks = readonly (readonly number[])[]

export interface SampleSize {
  readonly blocks: number
  /** Measurements of each side in a block; the block's value is their median. */
  readonly perBlock: number
  /** Discarded measurements before the first block, for the compiler and the connections to warm up. */
  readonly warmUp: number
  /** No block starts after this time, so that the benchmark remains short on a slow machine. */
  readonly withinMs: number
}

/** Returns the maximum number of measurements of each side. */
export const measurementsIn = ({ blocks, perBlock, warmUp }: SampleSize): number => warmUp + blocks * perBlock

/** Measures all sides in shuffled blocks of the same run, so that other load on the machine affects all of them. */
export async function interleave<Side extends string, Figure extends string>(
  sides: Readonly<Record<Side, Measure<Figure>>>,
  { blocks, perBlock, warmUp, withinMs }: SampleSize,
): Promise<Readonly<Record<Side, Readonly<Record<Figure, Blocks>>>>> {
  const names = Object.keys(sides) as Side[]
  for (let run = 0; run < warmUp; run++) for (const name of names) await sides[name]()
  const results: Record<Side, Readonly<Record<Figure, number>>[]>[] = []
  const until = performance.now() + withinMs
  while (results.length < blocks && (results.length === 0 || performance.now() < until)) {
    const block = Object.fromEntries(names.map((name) => [name, []])) as unknown as (typeof results)[number]
    const order = shuffled(names.flatMap((name) => Array.from({ length: perBlock }, () => name)))
    for (const name of order) block[name].push(await sides[name]())
    results.push(block)
  }
  const figuresOf = (name: Side) => Object.keys(results[0]?.[name][0] ?? {}) as Figure[]
  const blocksOf = (name: Side, figure: Figure): Blocks => results.map((block) => block[name].map((measured) => measured[figure]))
  return Object.fromEntries(
    names.map((name) => [name, Object.fromEntries(figuresOf(name).map((figure) => [figure, blocksOf(name, figure)]))]),
  ) as Record<Side, Record<Figure, Blocks>>
}

export interface BlockComparison {
  readonly median: number
  readonly lowest: number
  readonly highest: number
}

/** Compares each block of ours with the same block of the baseline. Returns the median, lowest and highest value. */
export function compareBlocks(ours: Blocks, baseline: Blocks, compare: (ours: number, baseline: number) => number): BlockComparison {
  const values = ours.map((block, index) => compare(median(block), median(baseline[index] ?? [])))
  return { median: median(values), lowest: Math.min(...values), highest: Math.max(...values) }
}
