import { median, shuffled } from './statistics.ts'

/** One measurement: what it took, by the names of what was watched (milliseconds, CPU, …). */
export type Measure<Figure extends string> = () => Promise<Readonly<Record<Figure, number>>>

/** One figure of one side, block by block. */
export type Blocks = readonly (readonly number[])[]

export interface Extent {
  readonly blocks: number
  /** Measurements of each side in a block; a block's figure is their median. */
  readonly per: number
  /** Thrown away first: the compiler and the connections warm up. */
  readonly warmUp: number
  /** No block begins after this; the bench as a whole stays short on a slow machine. */
  readonly withinMs: number
}

/** How often each side is measured, at most. */
export const measuresIn = ({ blocks, per, warmUp }: Extent): number => warmUp + blocks * per

/** Measures all sides in blocks of shuffled order in the same run: whatever else the machine does falls on all of them. */
export async function interleave<Side extends string, Figure extends string>(
  sides: Readonly<Record<Side, Measure<Figure>>>,
  { blocks, per, warmUp, withinMs }: Extent,
): Promise<Readonly<Record<Side, Readonly<Record<Figure, Blocks>>>>> {
  const names = Object.keys(sides) as Side[]
  for (let run = 0; run < warmUp; run++) for (const name of names) await sides[name]()
  const taken: Record<Side, Readonly<Record<Figure, number>>[]>[] = []
  const until = performance.now() + withinMs
  while (taken.length < blocks && (taken.length === 0 || performance.now() < until)) {
    const block = Object.fromEntries(names.map((name) => [name, []])) as unknown as (typeof taken)[number]
    const turns = shuffled(names.flatMap((name) => Array.from({ length: per }, () => name)))
    for (const name of turns) block[name].push(await sides[name]())
    taken.push(block)
  }
  const figuresOf = (name: Side) => Object.keys(taken[0]?.[name][0] ?? {}) as Figure[]
  const blocksOf = (name: Side, figure: Figure): Blocks => taken.map((block) => block[name].map((measured) => measured[figure]))
  return Object.fromEntries(
    names.map((name) => [name, Object.fromEntries(figuresOf(name).map((figure) => [figure, blocksOf(name, figure)]))]),
  ) as Record<Side, Record<Figure, Blocks>>
}

export interface Judged {
  readonly median: number
  readonly lowest: number
  readonly highest: number
}

/** Each block of ours beside the same block of another: the middle of them, the lowest and the highest. */
export function perBlock(ours: Blocks, beside: Blocks, by: (ours: number, beside: number) => number): Judged {
  const values = ours.map((block, index) => by(median(block), median(beside[index] ?? [])))
  return { median: median(values), lowest: Math.min(...values), highest: Math.max(...values) }
}
