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

describe('order status (ORD-14)', () => {
  it('an active order shows its fulfilment step with the time of that step', () => {
    expect(orderStatusOf(row)).toEqual({ status: 'ordered', at: row.authoredAt })
    expect(orderStatusOf(at('specimen-received'))).toEqual({ status: 'received', at: '2026-11-20T20:41:00.000Z' })
    expect(orderStatusOf(at('resulted-final', { status: 'completed' }))).toMatchObject({ status: 'resulted' })
  })

  it('a closed or held order shows its own status', () => {
    expect(orderStatusOf(at('specimen-collected', { status: 'revoked' }))).toEqual({ status: 'revoked', at: row.changedAt })
    expect(orderStatusOf(at('accepted', { status: 'on-hold' }))).toMatchObject({ status: 'onHold' })
    expect(orderStatusOf({ ...row, status: 'completed' })).toMatchObject({ status: 'completed' })
  })

  it('active and held orders are open', () => {
    expect([row, at('in-analysis'), at('accepted', { status: 'on-hold' })].every(isOpen)).toBe(true)
    expect([at('resulted-final', { status: 'completed' }), at('accepted', { status: 'revoked' })].some(isOpen)).toBe(false)
  })

  it('an order has a specimen from collection on, so that revoking can warn (ORD-15)', () => {
    expect([row, at('accepted')].some(hasSpecimen)).toBe(false)
    expect([at('specimen-collected'), at('specimen-received'), at('in-analysis')].every(hasSpecimen)).toBe(true)
  })
})
