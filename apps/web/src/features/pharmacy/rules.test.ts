import type { MedicationRow, ResultRow } from '@wardline/events'
import { describe, expect, it } from 'vitest'
import { claimStateOf, nextEligible } from './claim/claim-state.ts'
import { relevantResults } from './item/relevant-results.ts'
import { deriveQueue, isShownDespiteFilter, queueRule } from './queue/queue-list.ts'
import { byClinicalRisk, findExitStep, LINGER_MS } from './queue/stages.ts'
import { amal, jane, lina, omar, queueRow } from './testing.ts'

const now = Date.parse('2026-11-20T21:00:00.000Z')
const at = (seconds: number) => new Date(now + seconds * 1000).toISOString()
const isToday = (when: string) => when.startsWith('2026-11-20')
const list = (rows: readonly MedicationRow[], stage: 'verify' | 'prepare' | 'ready' | 'done', unitId: string | null = null) =>
  deriveQueue()(rows, queueRule({ stage, unitId, isToday, now }))
const ids = (rows: readonly MedicationRow[]) => rows.map(({ id }) => id)
const verified = (seconds: number) =>
  queueRow({ stage: 'verified', steps: [...queueRow().steps, { step: 'verified', at: at(seconds), by: lina }] })

describe('stages (PHQ-1)', () => {
  it('counts the orders waiting at each stage and those done today', () => {
    const rows = [
      queueRow({ id: 'a' }),
      queueRow({ id: 'b' }),
      queueRow({ id: 'c', stage: 'verified' }),
      queueRow({ id: 'd', stage: 'ready' }),
      queueRow({ id: 'e', stage: 'dispensed', changedAt: at(-60) }),
      queueRow({ id: 'f', stage: 'stopped', changedAt: at(-30) }),
      queueRow({ id: 'g', stage: 'dispensed', changedAt: '2026-11-19T20:00:00.000Z' }),
      queueRow({ id: 'h', stage: 'none' }),
    ]
    expect(list(rows, 'done').counts).toEqual({ verify: 2, prepare: 1, ready: 1, done: 2, hidden: 0 })
    expect(ids(list(rows, 'done').rows)).toEqual(['f', 'e'])
  })
})

describe('sort order (PHQ-2)', () => {
  it('sorts by priority, then high-alert, then longest waiting', () => {
    const rows = [
      queueRow({ id: 'routine-old', authoredAt: at(-9000) }),
      queueRow({ id: 'urgent', priority: 'urgent' }),
      queueRow({ id: 'stat-young', priority: 'stat', authoredAt: at(-10) }),
      queueRow({ id: 'stat-insulin', priority: 'stat', generic: 'insulin regular', authoredAt: at(-5) }),
      queueRow({ id: 'asap', priority: 'asap' }),
      queueRow({ id: 'stat-old', priority: 'stat', authoredAt: at(-100) }),
    ]
    expect(ids(rows.toSorted(byClinicalRisk))).toEqual(['stat-insulin', 'stat-old', 'stat-young', 'asap', 'urgent', 'routine-old'])
  })
})

describe('orders that just left a stage (RT-9)', () => {
  it('keeps a verified order in its old stage for a minute without counting it', () => {
    const fresh = verified(-59)
    expect(list([fresh], 'verify')).toMatchObject({ rows: [fresh], counts: { verify: 0, prepare: 1 } })
    expect(list([verified(-LINGER_MS / 1000)], 'verify').rows).toEqual([])
  })

  it('keeps a discontinued order in the stage it was in', () => {
    const steps = [...verified(-200).steps, { step: 'stopped' as const, at: at(-5), by: amal }]
    const stopped = queueRow({ stage: 'stopped', steps, changedAt: at(-5) })
    expect(findExitStep(stopped, 'prepare', now)?.step).toBe('stopped')
    expect(findExitStep(stopped, 'verify', now)).toBeNull()
  })
})

describe('unit filter (RT-10, PHQ-5)', () => {
  it('counts hidden orders and never hides STAT orders', () => {
    const elsewhere = { ...jane, unitId: 'ed' as typeof jane.unitId }
    const rows = [
      queueRow({ id: 'here' }),
      queueRow({ id: 'there', patient: elsewhere }),
      queueRow({ id: 'now', priority: 'stat', patient: elsewhere }),
    ]
    expect(list(rows, 'verify', 'ward-3')).toMatchObject({ counts: { verify: 2, hidden: 1 } })
    expect(ids(list(rows, 'verify', 'ward-3').rows)).toEqual(['now', 'here'])
    expect(rows.map((row) => isShownDespiteFilter(row, 'ward-3'))).toEqual([false, false, true])
  })
})

describe('claims (PHQ-6, PHQ-7)', () => {
  const claim = { by: lina, at: at(-38), leaseUntil: at(262) }
  it('derives the claim state from server time', () => {
    expect(claimStateOf(queueRow(), omar.userId, now)).toEqual({ state: 'free' })
    expect(claimStateOf(queueRow({ claim }), lina.userId, now)).toMatchObject({ state: 'mine', leftMs: 262_000 })
    expect(claimStateOf(queueRow({ claim }), omar.userId, now)).toMatchObject({ state: 'theirs', claimedForMs: 38_000 })
    expect(claimStateOf(queueRow({ claim }), omar.userId, now + 262_000)).toMatchObject({ state: 'expired', isMine: false })
  })

  it('finds the next unclaimed order and wraps around to the top (PHQ-14)', () => {
    const isWaiting = (row: MedicationRow) => row.stage === 'unverified'
    const rows = [queueRow({ id: 'a' }), queueRow({ id: 'b', claim }), queueRow({ id: 'gone', stage: 'verified' }), queueRow({ id: 'c' })]
    const next = (currentId: string | null) => nextEligible(rows, { currentId, isWaiting, userId: omar.userId, now })?.id ?? null
    expect([next(null), next('a'), next('c')]).toEqual(['a', 'c', 'a'])
    expect(nextEligible([queueRow({ claim })], { currentId: null, isWaiting, userId: omar.userId, now })).toBeNull()
  })
})

describe('relevant results (PHQ-9)', () => {
  const result = (code: string, value: string, hour: number, unit = 'mmol/L') =>
    ({
      id: `${code}-${hour}`,
      code,
      value,
      unit,
      status: 'final',
      collectedAt: `2026-11-20T${String(hour).padStart(2, '0')}:00:00.000Z`,
    }) as ResultRow

  it('always lists potassium, renal function and INR, each with the latest value by collection time and the previous one', () => {
    const found = relevantResults('cetirizine', [
      result('2823-3', '5.9', 14),
      result('2823-3', '6.8', 20),
      result('14682-9', '212', 20, 'µmol/L'),
    ])
    expect(found.map(({ analyte, latest, previous }) => [analyte, latest?.value ?? null, previous?.value ?? null])).toEqual([
      ['potassium', '6.8', '5.9'],
      ['creatinine', '212', null],
      ['filtration', null, null],
      ['inr', null, null],
    ])
  })

  it('adds the analytes relevant to the medicine', () => {
    expect(relevantResults('Enoxaparin sodium', []).map(({ analyte }) => analyte)).toContain('platelets')
    expect(relevantResults('insulin regular', []).map(({ analyte }) => analyte)).toContain('glucose')
    expect(relevantResults('cetirizine', []).map(({ analyte }) => analyte)).not.toContain('glucose')
  })

  it('does not compare values in different units (FMT-10)', () => {
    const [potassium] = relevantResults('x', [result('2823-3', '6.8', 20), result('2823-3', '26.6', 14, 'mg/dL')])
    expect(potassium?.previous).toBeNull()
  })
})
