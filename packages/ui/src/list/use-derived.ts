import { useState } from 'react'
import type { Derivation } from './derivation.ts'

/**
 * Derives a value from a live list: `useDerived(arranging<OrderRow>, rows, rule)`. The rule must keep its identity while
 * it is unchanged; a new one processes the whole list again.
 * @param make creates the derivation, once per component instance
 */
export function useDerived<Row, Rule, Answer>(make: () => Derivation<Row, Rule, Answer>, rows: readonly Row[], rule: Rule): Answer {
  const [derive] = useState(make)
  return derive(rows, rule)
}
