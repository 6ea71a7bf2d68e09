/** What became of a list from one moment to the next. A row that changed is among the gone as it was and among the come as it is. */
export interface ListChanges<Row> {
  /** In the order of the list before. */
  readonly gone: readonly Row[]
  /** In the order of the list after. */
  readonly come: readonly Row[]
}

/** More than this at once is another list: reading it whole costs less than following it. A busy second brings 50. */
const MOST = 128
/** How many neighbours may come or go together and still be told from rows that were replaced. */
const LOOK_AHEAD = 8

const nothing: ListChanges<never> = { gone: [], come: [] }

/**
 * Which rows came and went, told by the objects alone: a row that did not change is the same object in both lists.
 * Null when so much changed that it is another list.
 */
export function changesBetween<Row>(before: readonly Row[], after: readonly Row[]): ListChanges<Row> | null {
  if (before === after) return nothing
  let [endBefore, endAfter] = [before.length, after.length]
  while (endBefore > 0 && endAfter > 0 && before[endBefore - 1] === after[endAfter - 1]) {
    endBefore--
    endAfter--
  }
  const gone: Row[] = []
  const come: Row[] = []
  let [i, j] = [0, 0]
  while (i < endBefore && j < endAfter) {
    if (before[i] === after[j]) {
      i++
      j++
      continue
    }
    const { left, entered } = nextMatch(before, i, endBefore, after, j, endAfter)
    for (const until = i + left; i < until; i++) gone.push(before[i] as Row)
    for (const until = j + entered; j < until; j++) come.push(after[j] as Row)
    if (gone.length + come.length > MOST) return null
  }
  if (gone.length + come.length + (endBefore - i) + (endAfter - j) > MOST) return null
  for (; i < endBefore; i++) gone.push(before[i] as Row)
  for (; j < endAfter; j++) come.push(after[j] as Row)
  return { gone, come }
}

/** How many rows left and how many entered before both lists go on alike; one of each when a row took another's place. */
function nextMatch<Row>(before: readonly Row[], i: number, endBefore: number, after: readonly Row[], j: number, endAfter: number) {
  for (let step = 1; step <= LOOK_AHEAD; step++) {
    if (i + step < endBefore && before[i + step] === after[j]) return { left: step, entered: 0 }
    if (j + step < endAfter && before[i] === after[j + step]) return { left: 0, entered: step }
  }
  return { left: 1, entered: 1 }
}
