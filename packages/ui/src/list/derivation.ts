import { changesBetween, type ListChanges } from './changes-between.ts'

/** What is made of a whole list by a rule: its counts, its chosen and ordered rows. */
export type Derivation<Row, Rule, Answer> = (rows: readonly Row[], rule: Rule) => Answer

interface Making<Row, Rule, Answer> {
  readonly fromScratch: (rows: readonly Row[], rule: Rule) => Answer
  /** The answer after a few rows changed, under the same rule; null when it cannot be told from them. */
  readonly carryOn: (answer: Answer, changes: ListChanges<Row>, rule: Rule) => Answer | null
  /** Two answers that say the same: the older one is kept, so that nothing is drawn for it. */
  readonly same: (a: Answer, b: Answer) => boolean
}

/**
 * A derivation that costs what changed and not what there is: it remembers its last answer, and while the rule is the
 * same object and few rows changed it looks at those alone. What it answers depends on rows and rule and on nothing
 * else, so whoever draws may call it as often as they like.
 */
export function incremental<Row, Rule, Answer>({ fromScratch, carryOn, same }: Making<Row, Rule, Answer>): Derivation<Row, Rule, Answer> {
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

/** Whether two lists hold the same objects in the same order. */
export const sameRows = <Row>(a: readonly Row[], b: readonly Row[]): boolean =>
  a === b || (a.length === b.length && a.every((row, index) => row === b[index]))
