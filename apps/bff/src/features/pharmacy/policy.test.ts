import { aSubject, stored } from '@wardline/events/testing'
import type { MedicationDispense, Task } from 'fhir/r4'
import { describe, expect, it } from 'vitest'
import { Refusal } from '../../commands/refusal.ts'
import { buildDispense, buildSupplyTask, completeDispense } from '../../fhir-builders/medications/dispense.ts'
import { buildPrescription } from '../../fhir-builders/medications/prescription.ts'
import { moveTask, withLease } from '../../fhir-builders/orders/task.ts'
import { drugOf } from '../../reference-data/medications/formulary.ts'
import { LEASE_MS, mayClaim, mustHoldClaim, mustNotBeClaimedByAnother, mustNotRepeat, type PharmacyWork, stageOf } from './policy.ts'

const subject = aSubject()
const omar = { userId: 'u-omar', name: 'Omar Farouk' }
const lina = { userId: 'u-lina', name: 'Lina Kamal' }
const at = '2026-11-20T21:00:00.000Z'
const later = (ms: number) => new Date(new Date(at).getTime() + ms)
const drug = drugOf('rx:2193:injection')
if (!drug) throw new Error('ceftriaxone is in the formulary')

const order = {
  dose: { value: '2', unit: 'g' },
  route: 'intravenous',
  frequency: 'once daily',
  durationDays: 5,
  reviewDays: null,
  asNeededReason: null,
  priority: 'urgent',
  indication: 'pneumonia',
  note: null,
  duplicateReason: null,
} as const
const built = buildPrescription({
  subject,
  by: { userId: 'u-amal', name: 'Dr Amal Hassan' },
  at,
  prescriptionId: 'm-1',
  taskId: 't-1',
  drug,
  order,
})
const request = stored(built.request)
const { task } = built
const claimed = withLease(moveTask(task, { status: 'accepted', business: 'claimed', at, owner: omar }), at, later(LEASE_MS).toISOString())
const verified = moveTask(claimed, { status: 'completed', business: 'verified', at, owner: omar })
const supply = buildSupplyTask('t-2', request, { subject, by: omar, at })
const preparation = buildDispense({ subject, by: omar, at, dispenseId: 'd-1', request, lot: null, expires: null })
const dispensed = completeDispense(preparation, { by: omar, at, quantity: { value: 10, unit: 'vial' }, daysSupply: 5, note: null })
const supplyDone = moveTask(supply, { status: 'completed', business: 'dispensed', at, owner: omar })

const work = (over: Partial<PharmacyWork>): PharmacyWork => ({ request, verify: task, supply: null, dispenses: [], ...over })

it('PHQ-21: cancelled work alone counts as discontinued: the prescription may have been read a moment earlier', () => {
  const cancelled = moveTask(claimed, { status: 'cancelled', business: 'stopped', at, owner: omar })
  expect(stageOf({ request, verify: cancelled, supply: null, dispenses: [] })).toBe('stopped')
})

describe('the stage of a prescription (ux 5.3)', () => {
  it.each<[string, Partial<PharmacyWork>]>([
    ['none', { verify: null }],
    ['unverified', {}],
    ['unverified', { verify: claimed }],
    ['verified', { verify: verified, supply }],
    ['ready', { verify: verified, supply, dispenses: [preparation] }],
    ['dispensed', { verify: verified, supply: supplyDone, dispenses: [dispensed] }],
    ['verified', { verify: verified, supply, dispenses: [{ ...preparation, status: 'cancelled' }] }],
    ['stopped', { request: { ...request, status: 'stopped' } }],
    ['stopped', { request: { ...request, status: 'completed' }, verify: verified, supply }],
  ])('%s', (stage, over) => expect(stageOf(work(over))).toBe(stage))
})

const codeOf = (act: () => unknown) => {
  try {
    act()
    return 'allowed'
  } catch (error) {
    return error instanceof Refusal ? error.code : error
  }
}

describe('claiming (decision 16)', () => {
  const inLease = later(LEASE_MS - 1)
  const lapsed = later(LEASE_MS)

  it.each([
    ['an unclaimed item', task, omar, inLease, null, 'allowed'],
    ['the user’s own claim', claimed, omar, inLease, null, 'allowed'],
    ['the user’s own lapsed claim', claimed, omar, lapsed, null, 'allowed'],
    ['another user’s claim', claimed, lina, inLease, null, 'CLAIMED_BY_ANOTHER'],
    ['another user’s claim, with a reason', claimed, lina, inLease, 'urgent', 'CLAIMED_BY_ANOTHER'],
    ['another user’s lapsed claim', claimed, lina, lapsed, null, 'CLAIMED_BY_ANOTHER'],
    ['another user’s lapsed claim, with a reason', claimed, lina, lapsed, 'at lunch', 'allowed'],
  ])('%s', (_, item: Task, user, now, reason, outcome) => expect(codeOf(() => mayClaim(item, user, now, reason))).toBe(outcome))

  it('returns the previous holder, and keeps the start of the user’s own claim', () => {
    expect(mayClaim(claimed, lina, lapsed, 'at lunch')).toEqual({ takenOverFrom: omar, since: null })
    expect(mayClaim(claimed, omar, inLease, null)).toEqual({ takenOverFrom: null, since: at })
  })

  it.each([
    ['its holder', claimed, omar, inLease, 'allowed'],
    ['its holder with a lapsed claim', claimed, omar, lapsed, 'allowed'],
    ['another user', claimed, lina, inLease, 'CLAIMED_BY_ANOTHER'],
    ['another user, after the claim lapsed', claimed, lina, lapsed, 'NOT_CLAIMED_BY_YOU'],
    ['any user, unclaimed', task, omar, inLease, 'NOT_CLAIMED_BY_YOU'],
  ])('verifying by %s: %s', (_, item: Task, user, now, outcome) => expect(codeOf(() => mustHoldClaim(item, user, now))).toBe(outcome))

  it('a lapsed claim does not block preparing', () => {
    expect(codeOf(() => mustNotBeClaimedByAnother(claimed, lina, lapsed))).toBe('allowed')
  })
})

describe('repeated dispensing (PHQ-18)', () => {
  const dispensedWith = (over: Pick<MedicationDispense, 'whenHandedOver'>) => work({ dispenses: [{ ...dispensed, ...over }] })
  it.each([
    ['the same day', dispensedWith({}), null, 'DUPLICATE_NEEDS_REASON'],
    ['the same day with a reason', dispensedWith({}), 'broken', 'allowed'],
    ['another day', dispensedWith({ whenHandedOver: '2026-11-19T21:00:00.000Z' }), null, 'allowed'],
    ['after a preparation that was not dispensed', work({ dispenses: [preparation] }), null, 'allowed'],
  ])('%s', (_, previous: PharmacyWork, reason, outcome) => expect(codeOf(() => mustNotRepeat(previous, at, reason))).toBe(outcome))
})
