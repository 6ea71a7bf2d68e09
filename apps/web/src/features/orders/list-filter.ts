import { type OrderCategory, type OrderRow, orderCategories } from '@wardline/events'
import { hasEnded, isOpen } from './standing.ts'

/** What was just completed or revoked stays this long, greyed, so that one sees what became of it (RT-9). */
export const LINGER_MS = 60_000

export interface OrderFilter {
  readonly show: 'open' | 'all'
  readonly category: OrderCategory | null
}

/** The filter as it stands in the address, so that the view can be opened again (SHL-8). */
export const filterFrom = (params: URLSearchParams): OrderFilter => ({
  show: params.get('show') === 'all' ? 'all' : 'open',
  category: orderCategories.find((category) => category === params.get('type')) ?? null,
})

export function paramsOf({ show, category }: OrderFilter): URLSearchParams {
  return new URLSearchParams({ ...(show === 'all' ? { show } : {}), ...(category ? { type: category } : {}) })
}

export interface Filtered {
  readonly rows: readonly OrderRow[]
  /** Loaded rows that the filter keeps out of sight (RT-10). */
  readonly hidden: number
}

const newestFirst = (a: OrderRow, b: OrderRow) =>
  a.authoredAt < b.authoredAt ? 1 : a.authoredAt > b.authoredAt ? -1 : a.id < b.id ? -1 : 1

/** @param now server time in ms */
export function filtered(all: readonly OrderRow[], { show, category }: OrderFilter, now: number): Filtered {
  const rows = all
    .filter((row) => category === null || row.category === category)
    .filter((row) => show === 'all' || isOpen(row) || (hasEnded(row) && Math.abs(now - Date.parse(row.changedAt)) < LINGER_MS))
    // A row that ends stays where it is while it lingers.
    .toSorted(newestFirst)
  return { rows, hidden: all.length - rows.length }
}
