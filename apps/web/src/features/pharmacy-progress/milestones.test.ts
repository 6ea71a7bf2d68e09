import type { MedicationRow } from '@wardline/events'
import { describe, expect, it } from 'vitest'
import { milestonesOf, onTheirWay, waitsSince } from './milestones.ts'

const omar = { userId: 'u-omar', name: 'Omar Farouk' }
const way = (stage: MedicationRow['stage'], ...steps: MedicationRow['steps'][number]['step'][]) => ({
  stage,
  authoredAt: '2026-11-20T20:00:00.000Z',
  steps: steps.map((step, minute) => ({ step, at: `2026-11-20T20:0${minute}:00.000Z`, by: omar })),
})
const states = (row: ReturnType<typeof way>) => milestonesOf(row).map(({ state }) => state)

describe('the way of a prescription (MED-17)', () => {
  it('names what is done, what is to be done now and what lies ahead', () => {
    expect(states(way('unverified', 'prescribed', 'claimed'))).toEqual(['done', 'now', 'ahead', 'ahead'])
    expect(states(way('ready', 'prescribed', 'verified', 'prepared'))).toEqual(['done', 'done', 'done', 'now'])
    expect(milestonesOf(way('verified', 'prescribed', 'claimed', 'verified'))[1]?.step).toMatchObject({ by: omar })
  })

  it('does not pretend that stock was made up, nor that a stopped order goes on', () => {
    expect(states(way('dispensed', 'prescribed', 'verified', 'dispensed'))).toEqual(['done', 'done', 'skipped', 'done'])
    expect(states(way('stopped', 'prescribed', 'verified', 'stopped'))).toEqual(['done', 'done', 'never', 'never'])
  })

  it('waits since its last milestone, not since the last claim', () => {
    expect(waitsSince(way('verified', 'prescribed', 'verified', 'claimed'))).toBe('2026-11-20T20:01:00.000Z')
    expect(waitsSince(way('unverified', 'prescribed', 'claimed'))).toBe('2026-11-20T20:00:00.000Z')
  })

  it('leaves out what never went to this pharmacy, newest first', () => {
    const row = (id: string, stage: MedicationRow['stage'], authoredAt: string) => ({ id, stage, authoredAt }) as MedicationRow
    const rows = [row('a', 'dispensed', '2026-11-19'), row('b', 'none', '2026-11-21'), row('c', 'unverified', '2026-11-20')]
    expect(onTheirWay(rows).map(({ id }) => id)).toEqual(['c', 'a'])
  })
})
