import { aSubject } from '@wardline/events/testing'
import type { MedicationDispense, Task } from 'fhir/r4'
import { describe, expect, it } from 'vitest'
import { Refusal } from '../../commands/refusal.ts'
import { draftDispense, draftSupply, handOver } from '../../fhir-builders/medications/dispense.ts'
import { draftPrescription } from '../../fhir-builders/medications/prescription.ts'
import { leased, moveTask } from '../../fhir-builders/orders/task.ts'
import { drugOf } from '../../reference-data/medications/formulary.ts'
import { LEASE_MS, mayTake, mustHold, mustNotBeHeldByAnother, mustNotRepeat, stageOf, type Work } from './policy.ts'

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
const { request, task } = draftPrescription({
  subject,
  by: { userId: 'u-amal', name: 'Dr Amal Hassan' },
  at,
  prescriptionId: 'm-1',
  taskId: 't-1',
  drug,
  order,
})
const claimed = leased(moveTask(task, { status: 'accepted', business: 'claimed', at, owner: omar }), at, later(LEASE_MS).toISOString())
const verified = moveTask(claimed, { status: 'completed', business: 'verified', at, owner: omar })
const supply = draftSupply('t-2', request, { subject, by: omar, at })
const made = draftDispense({ subject, by: omar, at, dispenseId: 'd-1', request, lot: null, expires: null })
const given = handOver(made, { by: omar, at, quantity: { value: 10, unit: 'vial' }, daysSupply: 5, note: null })
const supplied = moveTask(supply, { status: 'completed', business: 'dispensed', at, owner: omar })

const work = (over: Partial<Work>): Work => ({ request, verify: task, supply: null, dispenses: [], ...over })

it('PHQ-21: a stop that is seen in the work alone is a stop: the prescription was read a moment before it', () => {
  const cancelled = moveTask(claimed, { status: 'cancelled', business: 'stopped', at, owner: omar })
  expect(stageOf({ request, verify: cancelled, supply: null, dispenses: [] })).toBe('stopped')
})

describe('where a prescription stands (ux 5.3)', () => {
  it.each<[string, Partial<Work>]>([
    ['none', { verify: null }],
    ['unverified', {}],
    ['unverified', { verify: claimed }],
    ['verified', { verify: verified, supply }],
    ['ready', { verify: verified, supply, dispenses: [made] }],
    ['dispensed', { verify: verified, supply: supplied, dispenses: [given] }],
    ['verified', { verify: verified, supply, dispenses: [{ ...made, status: 'cancelled' }] }],
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

describe('who may have it in hand (decision 16)', () => {
  const inLease = later(LEASE_MS - 1)
  const lapsed = later(LEASE_MS)

  it.each([
    ['free', task, omar, inLease, null, 'allowed'],
    ['mine', claimed, omar, inLease, null, 'allowed'],
    ['mine, lapsed', claimed, omar, lapsed, null, 'allowed'],
    ['another’s', claimed, lina, inLease, null, 'CLAIMED_BY_ANOTHER'],
    ['another’s, with a reason', claimed, lina, inLease, 'urgent', 'CLAIMED_BY_ANOTHER'],
    ['another’s, lapsed', claimed, lina, lapsed, null, 'CLAIMED_BY_ANOTHER'],
    ['another’s, lapsed, with a reason', claimed, lina, lapsed, 'at lunch', 'allowed'],
  ])('%s', (_, held: Task, who, now, reason, outcome) => expect(codeOf(() => mayTake(held, who, now, reason))).toBe(outcome))

  it('says from whom it is taken, and keeps since when one has it', () => {
    expect(mayTake(claimed, lina, lapsed, 'at lunch')).toEqual({ takenOverFrom: omar, since: null })
    expect(mayTake(claimed, omar, inLease, null)).toEqual({ takenOverFrom: null, since: at })
  })

  it.each([
    ['its holder', claimed, omar, inLease, 'allowed'],
    ['its holder, whose lease lapsed while nobody took it', claimed, omar, lapsed, 'allowed'],
    ['somebody else', claimed, lina, inLease, 'CLAIMED_BY_ANOTHER'],
    ['somebody else, lapsed', claimed, lina, lapsed, 'NOT_CLAIMED_BY_YOU'],
    ['anybody, unclaimed', task, omar, inLease, 'NOT_CLAIMED_BY_YOU'],
  ])('verifying is for %s: %s', (_, held: Task, who, now, outcome) => expect(codeOf(() => mustHold(held, who, now))).toBe(outcome))

  it('a lapsed claim stands in nobody’s way at making up', () => {
    expect(codeOf(() => mustNotBeHeldByAnother(claimed, lina, lapsed))).toBe('allowed')
  })
})

describe('dispensing the same again (PHQ-18)', () => {
  const done = (over: Partial<MedicationDispense>) => work({ dispenses: [{ ...given, ...over }] })
  it.each([
    ['the same day', done({}), null, 'DUPLICATE_NEEDS_REASON'],
    ['the same day with a reason', done({}), 'broken', 'allowed'],
    ['another day', done({ whenHandedOver: '2026-11-19T21:00:00.000Z' }), null, 'allowed'],
    ['after one that was only made up', work({ dispenses: [made] }), null, 'allowed'],
  ])('%s', (_, of: Work, reason, outcome) => expect(codeOf(() => mustNotRepeat(of, at, reason))).toBe(outcome))
})
