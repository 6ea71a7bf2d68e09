import type { OrderRow } from '@wardline/events'
import { countByCategory } from '@wardline/ui'

/** Status shown in the list (ORD-14), derived from the order's own status and its fulfilment step. */
export type OrderStatus =
  | 'ordered'
  | 'accepted'
  | 'collected'
  | 'received'
  | 'inAnalysis'
  | 'preliminary'
  | 'resulted'
  | 'completed'
  | 'onHold'
  | 'revoked'
  | 'enteredInError'
  | 'draft'
  | 'unknown'

const byStep: Readonly<Record<OrderRow['fulfilment']['step'], OrderStatus>> = {
  requested: 'ordered',
  accepted: 'accepted',
  'specimen-collected': 'collected',
  'specimen-received': 'received',
  'in-analysis': 'inAnalysis',
  'resulted-preliminary': 'preliminary',
  'resulted-final': 'resulted',
  cancelled: 'revoked',
}

const byStatus: Readonly<Partial<Record<OrderRow['status'], OrderStatus>>> = {
  revoked: 'revoked',
  'entered-in-error': 'enteredInError',
  'on-hold': 'onHold',
  draft: 'draft',
  unknown: 'unknown',
}

/** Returns the order's own status if it is closed or on hold, else its fulfilment step. */
export function orderStatusOf(row: OrderRow): { readonly status: OrderStatus; readonly at: string } {
  const ownStatus = byStatus[row.status]
  if (ownStatus) return { status: ownStatus, at: row.changedAt }
  // An order completed by another system has no fulfilment steps of this laboratory.
  if (row.status === 'completed' && row.fulfilment.step !== 'resulted-final')
    return { status: 'completed', at: row.fulfilment.at ?? row.changedAt }
  const status = byStep[row.fulfilment.step]
  return { status, at: row.fulfilment.at ?? (status === 'ordered' ? row.authoredAt : row.changedAt) }
}

export const isOpen = (row: OrderRow): boolean => row.status === 'active' || row.status === 'on-hold'

/** Counts open orders, for badges and headings. */
export const openOrderCounter = () => countByCategory<OrderRow, 'open'>(['open'])
export const countsAsOpen = (row: OrderRow) => (isOpen(row) ? (['open'] as const) : [])

export const hasEnded = (row: OrderRow): boolean => ['completed', 'revoked', 'entered-in-error'].includes(row.status)

/** True once a specimen has been collected; revoking the order does not withdraw it (ORD-15). */
export const hasSpecimen = (row: OrderRow): boolean =>
  ['specimen-collected', 'specimen-received', 'in-analysis', 'resulted-preliminary'].includes(row.fulfilment.step)

export const isUrgentOrder = (row: OrderRow): boolean => row.priority === 'stat'
