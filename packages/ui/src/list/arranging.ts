import { type Derivation, incremental, sameRows } from './derivation.ts'

/** Which rows of a list are wanted, and in which order. */
export interface Arrangement<Row> {
  readonly keeps: (row: Row) => boolean
  /** No two rows may be equal in it: then each has one place, and is found there again. */
  readonly order: (a: Row, b: Row) => number
}

/** Compares as plain text: what times and ids need, and many times faster than by the rules of a language. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** The wanted rows in their order; a changed row costs finding its place. */
export const arranging = <Row>(): Derivation<Row, Arrangement<Row>, readonly Row[]> =>
  incremental<Row, Arrangement<Row>, readonly Row[]>({
    fromScratch: (rows, { keeps, order }) => rows.filter(keeps).sort(order),
    carryOn(arranged, { gone, come }, { keeps, order }) {
      const leaving = gone.filter(keeps)
      const entering = come.filter(keeps)
      if (leaving.length === 0 && entering.length === 0) return arranged
      const next = arranged.slice()
      for (const row of leaving) {
        const at = placeOf(next, row, order)
        if (next[at] !== row) return null
        next.splice(at, 1)
      }
      for (const row of entering) next.splice(placeOf(next, row, order), 0, row)
      return next
    },
    same: sameRows,
  })

/** The place of a row in a list that stands in order. */
function placeOf<Row>(rows: readonly Row[], row: Row, order: (a: Row, b: Row) => number): number {
  let [from, to] = [0, rows.length]
  while (from < to) {
    const middle = (from + to) >>> 1
    if (order(rows[middle] as Row, row) < 0) from = middle + 1
    else to = middle
  }
  return from
}
