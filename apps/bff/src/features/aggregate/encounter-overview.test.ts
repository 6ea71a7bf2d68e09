import type { EncounterRow, OrderRow, VitalRow } from '@wardline/events'
import { describe, expect, it } from 'vitest'
import { encounterOverview, type Happened } from './encounter-overview.ts'
import { patientAggregate } from './patient-aggregate.ts'

const visit = { id: 'e-1', startAt: '2026-11-10T08:00:00.000Z', endAt: '2026-11-12T08:00:00.000Z' } as EncounterRow
const order = (id: string, authoredAt: string) => ({ id, authoredAt, display: id, category: 'laboratory', status: 'active' }) as OrderRow
const vital = (id: string, code: string, effectiveAt: string) => ({ id, code, effectiveAt }) as VitalRow
const nothing: Happened = { orders: null, vitals: null, problems: null, procedures: [] }
const all = <Row>(...rows: Row[]) => ({ rows, more: false })

describe('a visit', () => {
  it('has what happened between its start and its end, in whatever offset it was told', () => {
    const orders = all(
      order('after', '2026-11-12T08:00:01Z'),
      order('in', '2026-11-12T10:30:00+03:00'),
      order('before', '2026-11-10T07:59:59Z'),
    )
    expect(encounterOverview(visit, { ...nothing, orders }).orders?.map(({ id }) => id)).toEqual(['in'])
  })

  it('goes on while it has no end', () => {
    const orders = all(order('now', '2030-01-01T00:00:00Z'))
    expect(encounterOverview({ ...visit, endAt: null }, { ...nothing, orders }).orders).toHaveLength(1)
  })

  it('has the last vital sign of each kind', () => {
    const vitals = all(
      vital('late', 'pulse', '2026-11-11T09:00:00Z'),
      vital('t', 'temp', '2026-11-11T08:30:00Z'),
      vital('early', 'pulse', '2026-11-11T08:00:00Z'),
    )
    const ids = encounterOverview(visit, { ...nothing, vitals }).vitals?.map(({ id }) => id)
    expect([...(ids ?? [])].sort()).toEqual(['late', 't'])
  })

  it('says nothing rather than nothing happened, when what is at hand begins after it', () => {
    const young = { rows: [order('young', '2026-11-20T00:00:00Z')], more: true }
    const reaching = { rows: [order('young', '2026-11-20T00:00:00Z'), order('old', '2026-11-01T00:00:00Z')], more: true }
    expect(encounterOverview(visit, { ...nothing, orders: young }).orders).toBeNull()
    expect(encounterOverview(visit, { ...nothing, orders: reaching }).orders).toEqual([])
    expect(encounterOverview(visit, nothing).orders).toBeNull()
  })

  it('has the procedures that name it, else those of its time', () => {
    const done = { resourceType: 'Procedure' as const, status: 'completed' as const, subject: {}, code: { text: 'Chest drain' } }
    const procedures = [
      { ...done, id: 'named', encounter: { reference: 'Encounter/e-1' }, performedDateTime: '2020-01-01' },
      { ...done, id: 'other', encounter: { reference: 'Encounter/e-2' }, performedDateTime: '2026-11-11T00:00:00Z' },
      { ...done, id: 'timely', performedPeriod: { start: '2026-11-11T00:00:00Z' } },
      { ...done, id: 'late', performedDateTime: '2026-12-01' },
    ]
    expect(encounterOverview(visit, { ...nothing, procedures }).procedures.map(({ id }) => id)).toEqual(['named', 'timely'])
  })
})

it('a list that was cut shows no half report as a whole one, and says that there is more', () => {
  const row = (id: string, reportId: string) => ({ id, reportId, flag: null, reviewed: null, display: id, collectedAt: '' })
  const rows = [row('a', 'r-2'), row('b', 'r-2'), row('c', 'r-1')]
  const read = (more: boolean) =>
    patientAggregate({
      asOf: { epoch: 'e' as never, seq: 1 },
      views: { results: { rows: rows as never, more } },
      counts: { encounters: 0, unreadResults: 3 },
    })
  expect([read(false).labResults?.length, read(false).more]).toEqual([2, []])
  expect([read(true).labResults?.map(({ reportId }) => reportId), read(true).more]).toEqual([['r-2'], ['labResults']])
})
