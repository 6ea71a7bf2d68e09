import type { OrderRow } from '@wardline/events'
import { counting } from '@wardline/ui'

/** Where an order stands, in one word for the list (ORD-14); statuses of two systems are never mixed unlabelled. */
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

/** The order's own status decides when it has ended or waits; else how far its fulfilment is. */
export function orderStatusOf(row: OrderRow): { readonly standing: OrderStatus; readonly at: string } {
  const own = byStatus[row.status]
  if (own) return { standing: own, at: row.changedAt }
  // An order recorded elsewhere completed without this hospital's bench.
  if (row.status === 'completed' && row.fulfilment.step !== 'resulted-final')
    return { standing: 'completed', at: row.fulfilment.at ?? row.changedAt }
  const standing = byStep[row.fulfilment.step]
  return { standing, at: row.fulfilment.at ?? (standing === 'ordered' ? row.authoredAt : row.changedAt) }
}

/** Somebody still has to do something about it. */
export const isOpen = (row: OrderRow): boolean => row.status === 'active' || row.status === 'on-hold'

/** Counts the open ones of a list, for badges and headings. */
export const openOrders = () => counting<OrderRow, 'open'>(['open'])
export const openAs = (row: OrderRow) => (isOpen(row) ? (['open'] as const) : [])

/** Nothing more will happen to it. */
export const hasEnded = (row: OrderRow): boolean => ['completed', 'revoked', 'entered-in-error'].includes(row.status)

/** A specimen of this patient exists; revoking the order does not make it go away (ORD-15). */
export const hasSpecimen = (row: OrderRow): boolean =>
  ['specimen-collected', 'specimen-received', 'in-analysis', 'resulted-preliminary'].includes(row.fulfilment.step)

export const isUrgentOrder = (row: OrderRow): boolean => row.priority === 'stat'
