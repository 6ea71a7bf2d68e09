/** Difference between two versions of a list. A changed row is in `removed` with its old and in `added` with its new state. */
export interface ListChanges<Row> {
  /** In the order of the previous list. */
  readonly removed: readonly Row[]
  /** In the order of the new list. */
  readonly added: readonly Row[]
}

/** Above this number of changes a full recomputation is cheaper. A busy second brings about 50. */
const MAX_CHANGES = 128
/** Largest number of adjacent insertions or removals that is distinguished from replacements. */
const LOOK_AHEAD = 8

const noChanges: ListChanges<never> = { removed: [], added: [] }

/**
 * Compares two lists by object identity: an unchanged row is the same object in both. Returns null if too much changed
 * for an incremental update.
 */
export function changesBetween<Row>(before: readonly Row[], after: readonly Row[]): ListChanges<Row> | null {
  if (before === after) return noChanges
  let [endBefore, endAfter] = [before.length, after.length]
  while (endBefore > 0 && endAfter > 0 && before[endBefore - 1] === after[endAfter - 1]) {
    endBefore--
    endAfter--
  }
  const removed: Row[] = []
  const added: Row[] = []
  let [i, j] = [0, 0]
  while (i < endBefore && j < endAfter) {
    if (before[i] === after[j]) {
      i++
      j++
      continue
    }
    const { left, entered } = nextMatch(before, i, endBefore, after, j, endAfter)
    for (const until = i + left; i < until; i++) removed.push(before[i] as Row)
    for (const until = j + entered; j < until; j++) added.push(after[j] as Row)
    if (removed.length + added.length > MAX_CHANGES) return null
  }
  if (removed.length + added.length + (endBefore - i) + (endAfter - j) > MAX_CHANGES) return null
  for (; i < endBefore; i++) removed.push(before[i] as Row)
  for (; j < endAfter; j++) added.push(after[j] as Row)
  return { removed, added }
}

/** Number of removed and inserted rows before the lists match again; one of each for a replaced row. */
function nextMatch<Row>(before: readonly Row[], i: number, endBefore: number, after: readonly Row[], j: number, endAfter: number) {
  for (let step = 1; step <= LOOK_AHEAD; step++) {
    if (i + step < endBefore && before[i + step] === after[j]) return { left: step, entered: 0 }
    if (j + step < endAfter && before[i] === after[j + step]) return { left: 0, entered: step }
  }
  return { left: 1, entered: 1 }
}
