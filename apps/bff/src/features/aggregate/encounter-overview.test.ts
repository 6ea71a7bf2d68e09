import type { EncounterRow, Epoch, OrderRow, VitalRow } from '@wardline/events'
import { stored } from '@wardline/events/testing'
import type { Procedure } from 'fhir/r4'
import { describe, expect, it } from 'vitest'
import { type EncounterLists, encounterOverview } from './encounter-overview.ts'
import { patientAggregate } from './patient-aggregate.ts'

const encounter = { id: 'e-1', startAt: '2026-11-10T08:00:00.000Z', endAt: '2026-11-12T08:00:00.000Z' } as EncounterRow
const order = (id: string, authoredAt: string) => ({ id, authoredAt, display: id, category: 'laboratory', status: 'active' }) as OrderRow
const vital = (id: string, code: string, effectiveAt: string) => ({ id, code, effectiveAt }) as VitalRow
const empty: EncounterLists = { orders: null, vitals: null, problems: null, procedures: [] }
const all = <Row>(...rows: Row[]) => ({ rows, more: false })

describe('an encounter overview', () => {
  it('contains the entries between start and end, whatever their UTC offset', () => {
    const orders = all(
      order('after', '2026-11-12T08:00:01Z'),
      order('in', '2026-11-12T10:30:00+03:00'),
      order('before', '2026-11-10T07:59:59Z'),
    )
    expect(encounterOverview(encounter, { ...empty, orders }).orders?.map(({ id }) => id)).toEqual(['in'])
  })

  it('is open-ended without an end', () => {
    const orders = all(order('now', '2030-01-01T00:00:00Z'))
    expect(encounterOverview({ ...encounter, endAt: null }, { ...empty, orders }).orders).toHaveLength(1)
  })

  it('contains the last vital sign of each kind', () => {
    const vitals = all(
      vital('late', 'pulse', '2026-11-11T09:00:00Z'),
      vital('t', 'temp', '2026-11-11T08:30:00Z'),
      vital('early', 'pulse', '2026-11-11T08:00:00Z'),
    )
    const ids = encounterOverview(encounter, { ...empty, vitals }).vitals?.map(({ id }) => id)
    expect([...(ids ?? [])].sort()).toEqual(['late', 't'])
  })

  it('has null instead of an empty list when the loaded rows start after the encounter', () => {
    const cutAfter = { rows: [order('young', '2026-11-20T00:00:00Z')], more: true }
    const cutBefore = { rows: [order('young', '2026-11-20T00:00:00Z'), order('old', '2026-11-01T00:00:00Z')], more: true }
    expect(encounterOverview(encounter, { ...empty, orders: cutAfter }).orders).toBeNull()
    expect(encounterOverview(encounter, { ...empty, orders: cutBefore }).orders).toEqual([])
    expect(encounterOverview(encounter, empty).orders).toBeNull()
  })

  it('contains the procedures that refer to it, and those of its time that refer to none', () => {
    const done = { resourceType: 'Procedure' as const, status: 'completed' as const, subject: {}, code: { text: 'Chest drain' } }
    const procedures = [
      { ...done, id: 'named', encounter: { reference: 'Encounter/e-1' }, performedDateTime: '2020-01-01' },
      { ...done, id: 'other', encounter: { reference: 'Encounter/e-2' }, performedDateTime: '2026-11-11T00:00:00Z' },
      { ...done, id: 'timely', performedPeriod: { start: '2026-11-11T00:00:00Z' } },
      { ...done, id: 'late', performedDateTime: '2026-12-01' },
    ]
    expect(
      encounterOverview(encounter, { ...empty, procedures: procedures.map(stored<Procedure>) }).procedures.map(({ id }) => id),
    ).toEqual(['named', 'timely'])
  })
})

it('a cut list omits its incomplete last report and is named in `more`', () => {
  const row = (id: string, reportId: string) => ({ id, reportId, flag: null, reviewed: null, display: id, collectedAt: '' })
  const rows = [row('a', 'r-2'), row('b', 'r-2'), row('c', 'r-1')]
  const aggregateOf = (more: boolean) =>
    patientAggregate({
      asOf: { epoch: 'e' as Epoch, seq: 1 },
      views: { results: { rows: rows as never, more } },
      counts: { encounters: 0, unreadResults: 3 },
    })
  expect([aggregateOf(false).labResults?.length, aggregateOf(false).more]).toEqual([2, []])
  expect([aggregateOf(true).labResults?.map(({ reportId }) => reportId), aggregateOf(true).more]).toEqual([['r-2'], ['labResults']])
})
