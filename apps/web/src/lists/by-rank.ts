import type { ViewRow } from '@wardline/events'
import { byText } from '@wardline/ui'

/**
 * Returns a comparator by a rank that the view also pages by, then by id. Ranks are cached by row: a sort reads each of them many
 * times, and rows are never changed in place.
 */
export function byRank<Row extends ViewRow>(rankOf: (row: Row) => string): (a: Row, b: Row) => number {
  const ranks = new WeakMap<Row, string>()
  const cached = (row: Row) => {
    const rank = ranks.get(row) ?? rankOf(row)
    ranks.set(row, rank)
    return rank
  }
  return (a, b) => byText(cached(a), cached(b)) || byText(a.id, b.id)
}
