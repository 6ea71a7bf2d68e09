import { expect, it } from 'vitest'
import { pharmacyStageOf } from './pharmacy-stage.ts'

const now = Date.parse('2026-11-20T21:02:00.000Z')
const claim = {
  by: { userId: 'u-omar', name: 'Omar Farouk' },
  at: '2026-11-20T21:00:00.000Z',
  leaseUntil: '2026-11-20T21:05:00.000Z',
}

it('a claim shows its pharmacist until the lease expires (decision 16)', () => {
  const claimed = { status: 'active', stage: 'unverified', claim } as const
  expect(pharmacyStageOf(claimed, now)).toMatchObject({ stage: 'claimed', claimedBy: 'Omar Farouk' })
  expect(pharmacyStageOf(claimed, Date.parse(claim.leaseUntil))).toMatchObject({ stage: 'unverified', claimedBy: null })
})

it('discontinued, completed and entered-in-error prescriptions show different stages (trap 7)', () => {
  expect(pharmacyStageOf({ status: 'stopped', stage: 'stopped', claim: null }, now).stage).toBe('stopped')
  expect(pharmacyStageOf({ status: 'completed', stage: 'stopped', claim: null }, now).stage).toBe('completed')
  expect(pharmacyStageOf({ status: 'entered-in-error', stage: 'stopped', claim: null }, now).stage).toBe('error')
  expect(pharmacyStageOf({ status: 'active', stage: 'none', claim: null }, now).stage).toBe('none')
})
