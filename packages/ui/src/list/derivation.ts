import { changesBetween, type ListChanges } from './changes-between.ts'

/** A value derived from a whole list with a rule, such as counts or filtered and sorted rows. */
export type Derivation<Row, Rule, Result> = (rows: readonly Row[], rule: Rule) => Result

interface IncrementalOptions<Row, Rule, Result> {
  readonly compute: (rows: readonly Row[], rule: Rule) => Result
  /** The updated value after a few rows changed under the same rule; null if it cannot be updated incrementally. */
  readonly update: (answer: Result, changes: ListChanges<Row>, rule: Rule) => Result | null
  /** Whether two values are equal; the older one is kept, to avoid a rerender. */
  readonly same: (a: Result, b: Result) => boolean
}

/**
 * Makes a derivation incremental: it remembers its last value and, while the rule keeps its identity and few rows
 * changed, processes only those. The value depends on rows and rule only, so it is safe to call during render.
 */
export function incremental<Row, Rule, Result>({
  compute,
  update,
  same,
}: IncrementalOptions<Row, Rule, Result>): Derivation<Row, Rule, Result> {
  let last: { readonly rows: readonly Row[]; readonly rule: Rule; readonly answer: Result } | null = null

  const next = (rows: readonly Row[], rule: Rule): Result => {
    if (!last) return compute(rows, rule)
    const changes = last.rule === rule ? changesBetween(last.rows, rows) : null
    const answer = (changes && update(last.answer, changes, rule)) ?? compute(rows, rule)
    return same(last.answer, answer) ? last.answer : answer
  }
  return (rows, rule) => {
    if (last?.rows === rows && last.rule === rule) return last.answer
    last = { rows, rule, answer: next(rows, rule) }
    return last.answer
  }
}

/** Whether two lists contain the same objects in the same order. */
export const sameRows = <Row>(a: readonly Row[], b: readonly Row[]): boolean =>
  a === b || (a.length === b.length && a.every((row, index) => row === b[index]))
