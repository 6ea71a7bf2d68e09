import { useState } from 'react'
import type { Derivation } from './derivation.ts'

/**
 * What a derivation makes of a list that lives: `useDerived(arranging<OrderRow>, rows, rule)`. The rule has to stay the
 * same object while it says the same; a new one reads the whole list again.
 * @param make makes the derivation, once for each place on screen
 */
export function useDerived<Row, Rule, Answer>(make: () => Derivation<Row, Rule, Answer>, rows: readonly Row[], rule: Rule): Answer {
  const [derive] = useState(make)
  return derive(rows, rule)
}
