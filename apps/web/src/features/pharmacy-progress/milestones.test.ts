import type { MedicationRow } from '@wardline/events'
import { describe, expect, it } from 'vitest'
import { milestonesOf, sentToPharmacy, waitingSince } from './milestones.ts'

const omar = { userId: 'u-omar', name: 'Omar Farouk' }
const prescription = (stage: MedicationRow['stage'], ...steps: MedicationRow['steps'][number]['step'][]) => ({
  stage,
  authoredAt: '2026-11-20T20:00:00.000Z',
  steps: steps.map((step, minute) => ({ step, at: `2026-11-20T20:0${minute}:00.000Z`, by: omar })),
})
const states = (row: ReturnType<typeof prescription>) => milestonesOf(row).map(({ state }) => state)

describe('progress of a prescription (MED-17)', () => {
  it('marks completed, current and upcoming steps', () => {
    expect(states(prescription('unverified', 'prescribed', 'claimed'))).toEqual(['done', 'now', 'ahead', 'ahead'])
    expect(states(prescription('ready', 'prescribed', 'verified', 'prepared'))).toEqual(['done', 'done', 'done', 'now'])
    expect(milestonesOf(prescription('verified', 'prescribed', 'claimed', 'verified'))[1]?.step).toMatchObject({ by: omar })
  })

  it('marks preparation of stock items as skipped and the remaining steps of a discontinued order as not done', () => {
    expect(states(prescription('dispensed', 'prescribed', 'verified', 'dispensed'))).toEqual(['done', 'done', 'skipped', 'done'])
    expect(states(prescription('stopped', 'prescribed', 'verified', 'stopped'))).toEqual(['done', 'done', 'never', 'never'])
  })

  it('measures waiting time from the last milestone, not from the last claim', () => {
    expect(waitingSince(prescription('verified', 'prescribed', 'verified', 'claimed'))).toBe('2026-11-20T20:01:00.000Z')
    expect(waitingSince(prescription('unverified', 'prescribed', 'claimed'))).toBe('2026-11-20T20:00:00.000Z')
  })

  it('excludes prescriptions not sent to this pharmacy and sorts newest first', () => {
    const row = (id: string, stage: MedicationRow['stage'], authoredAt: string) => ({ id, stage, authoredAt }) as MedicationRow
    const rows = [row('a', 'dispensed', '2026-11-19'), row('b', 'none', '2026-11-21'), row('c', 'unverified', '2026-11-20')]
    expect(sentToPharmacy(rows).map(({ id }) => id)).toEqual(['c', 'a'])
  })
})
