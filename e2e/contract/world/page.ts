import type { View, ViewRow } from '@wardline/events'

export interface Asked {
  readonly limit: number
  /** As the page before answered it: everything that the order puts after the row that was last. */
  readonly cursor: string | null
}

/** A page of rows that stand in their view's order, by keyset as the read models page: a row that moved on meanwhile is met again. */
export function pageOf<Row extends ViewRow>(view: View<Row>, rows: readonly Row[], { limit, cursor }: Asked) {
  const last = cursor ? (JSON.parse(cursor) as { key: string; id: string }) : null
  const beyond = (row: Row, { key, id }: { key: string; id: string }) => {
    const order = view.sortKey(row) === key ? (row.id > id ? 1 : row.id < id ? -1 : 0) : view.sortKey(row) > key ? 1 : -1
    return order === (view.direction === 'asc' ? 1 : -1)
  }
  const page = rows.filter((row) => last === null || beyond(row, last))
  const shown = page.slice(0, limit)
  const end = shown.at(-1)
  return { rows: shown, nextCursor: page.length > limit && end ? JSON.stringify({ key: view.sortKey(end), id: end.id }) : null }
}
