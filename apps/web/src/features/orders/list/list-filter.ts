import { type OrderCategory, type OrderRow, orderCategories } from '@wardline/events'
import { type Arrangement, byText } from '@wardline/ui'
import { hasEnded, isOpen } from './order-status.ts'

/** How long a closed order stays visible, greyed, so that its outcome is seen (RT-9). */
export const LINGER_MS = 60_000

export interface OrderFilter {
  readonly show: 'open' | 'all'
  readonly category: OrderCategory | null
}

/** Parses the filter from the URL, so that the view can be linked (SHL-8). */
export const filterFrom = (params: URLSearchParams): OrderFilter => ({
  show: params.get('show') === 'all' ? 'all' : 'open',
  category: orderCategories.find((category) => category === params.get('type')) ?? null,
})

export function paramsOf({ show, category }: OrderFilter): URLSearchParams {
  return new URLSearchParams({ ...(show === 'all' ? { show } : {}), ...(category ? { type: category } : {}) })
}

const newestFirst = (a: OrderRow, b: OrderRow) => byText(b.authoredAt, a.authoredAt) || byText(a.id, b.id)

/**
 * Returns filter and sort order of the list. A closed row stays in place for LINGER_MS.
 * @param now server time in ms
 */
export const orderRule = ({ show, category }: OrderFilter, now: number): Arrangement<OrderRow> => ({
  isIncluded: (row) =>
    (category === null || row.category === category) &&
    (show === 'all' || isOpen(row) || (hasEnded(row) && Math.abs(now - Date.parse(row.changedAt)) < LINGER_MS)),
  order: newestFirst,
})
