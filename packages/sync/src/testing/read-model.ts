import { type ClinicalEvent, changesOf, type Room, rowOrder, type View, type ViewRow } from '@wardline/events'

export interface PageRequest {
  readonly limit: number
  /** From the page before: everything that the order puts after its last row. */
  readonly cursor: string | null
}

/** Returns the rows of a view folded from a room's events, as the projector stores them. */
export function rowsOf<Row extends ViewRow>(view: View<Row>, room: Room, events: readonly ClinicalEvent[]): Row[] {
  const rows = new Map<string, Row>()
  for (const event of events)
    for (const [id, row] of changesOf(view, event, room, (known) => rows.get(known) ?? null)) row ? rows.set(id, row) : rows.delete(id)
  return [...rows.values()].sort(rowOrder(view))
}

/** Returns a page of sorted rows by keyset, as the read models page: a row that moved on in between appears again. */
export function pageOf<Row extends ViewRow>(view: View<Row>, rows: readonly Row[], { limit, cursor }: PageRequest) {
  const last = cursor ? (JSON.parse(cursor) as { key: string; id: string }) : null
  const isAfter = (row: Row, { key, id }: { key: string; id: string }) => {
    const order = view.sortKey(row) === key ? (row.id > id ? 1 : row.id < id ? -1 : 0) : view.sortKey(row) > key ? 1 : -1
    return order === (view.direction === 'asc' ? 1 : -1)
  }
  const rest = rows.filter((row) => last === null || isAfter(row, last))
  const page = rest.slice(0, limit)
  const end = page.at(-1)
  return { rows: page, nextCursor: rest.length > limit && end ? JSON.stringify({ key: view.sortKey(end), id: end.id }) : null }
}
