import { changesBetween, type ListChanges } from './changes-between.ts'

/** A value derived from a whole list with a rule, such as counts or filtered and sorted rows. */
export type Derivation<Row, Rule, Answer> = (rows: readonly Row[], rule: Rule) => Answer

interface IncrementalOptions<Row, Rule, Answer> {
  readonly fromScratch: (rows: readonly Row[], rule: Rule) => Answer
  /** The updated value after a few rows changed under the same rule; null if it cannot be updated incrementally. */
  readonly carryOn: (answer: Answer, changes: ListChanges<Row>, rule: Rule) => Answer | null
  /** Whether two values are equal; the older one is kept, to avoid a rerender. */
  readonly same: (a: Answer, b: Answer) => boolean
}

/**
 * Makes a derivation incremental: it remembers its last value and, while the rule keeps its identity and few rows
 * changed, processes only those. The value depends on rows and rule only, so it is safe to call during render.
 */
export function incremental<Row, Rule, Answer>({
  fromScratch,
  carryOn,
  same,
}: IncrementalOptions<Row, Rule, Answer>): Derivation<Row, Rule, Answer> {
  let last: { readonly rows: readonly Row[]; readonly rule: Rule; readonly answer: Answer } | null = null

  const next = (rows: readonly Row[], rule: Rule): Answer => {
    if (!last) return fromScratch(rows, rule)
    const changes = last.rule === rule ? changesBetween(last.rows, rows) : null
    const answer = (changes && carryOn(last.answer, changes, rule)) ?? fromScratch(rows, rule)
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
