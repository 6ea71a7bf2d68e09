import type { OrderRow } from '@wardline/events'
import { describe, expect, it } from 'vitest'
import { anOrder } from '../testing.tsx'
import { hasSpecimen, isOpen, orderStatusOf } from './order-status.ts'

const row = anOrder({ priority: 'stat', changedAt: '2026-11-20T20:59:00.000Z' })
const at = (step: OrderRow['fulfilment']['step'], over: Partial<OrderRow> = {}): OrderRow => ({
  ...row,
  fulfilment: { step, at: '2026-11-20T20:41:00.000Z', by: 'Nurse Huda' },
  ...over,
})

describe('where an order stands (ORD-14)', () => {
  it('is the fulfilment word with its own time while the order is active', () => {
    expect(orderStatusOf(row)).toEqual({ standing: 'ordered', at: row.authoredAt })
    expect(orderStatusOf(at('specimen-received'))).toEqual({ standing: 'received', at: '2026-11-20T20:41:00.000Z' })
    expect(orderStatusOf(at('resulted-final', { status: 'completed' }))).toMatchObject({ standing: 'resulted' })
  })

  it('is the order’s own status when that has ended it or holds it', () => {
    expect(orderStatusOf(at('specimen-collected', { status: 'revoked' }))).toEqual({ standing: 'revoked', at: row.changedAt })
    expect(orderStatusOf(at('accepted', { status: 'on-hold' }))).toMatchObject({ standing: 'onHold' })
    expect(orderStatusOf({ ...row, status: 'completed' })).toMatchObject({ standing: 'completed' })
  })

  it('is open while somebody still has to act', () => {
    expect([row, at('in-analysis'), at('accepted', { status: 'on-hold' })].every(isOpen)).toBe(true)
    expect([at('resulted-final', { status: 'completed' }), at('accepted', { status: 'revoked' })].some(isOpen)).toBe(false)
  })

  it('knows when a specimen exists, so that a revocation can warn (ORD-15)', () => {
    expect([row, at('accepted')].some(hasSpecimen)).toBe(false)
    expect([at('specimen-collected'), at('specimen-received'), at('in-analysis')].every(hasSpecimen)).toBe(true)
  })
})
