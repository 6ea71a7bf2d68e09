import type { LabWorklistRow } from '@wardline/events'
import { describe, expect, it } from 'vitest'
import { interpretCodedEntry } from './entry/coded-entry.ts'
import { interpretEntry, type MeasuredAnalyte, normalizeEntry } from './entry/interpret-entry.ts'
import { deriveWorklist, findByAccession, nextStep, worklistRule } from './worklist/derive-worklist.ts'

const potassium: MeasuredAnalyte = {
  code: '2823-3',
  unit: 'mmol/L',
  technical: [0.5, 15],
  range: { low: 3.5, high: 5.1 },
  critical: { low: 2.8, high: 6.5 },
  previous: { value: '5.9', unit: 'mmol/L', collectedAt: '2026-11-20T14:00:00.000Z' },
  delta: { percent: 20, withinHours: 72 },
}
const before = { value: '5.9', unit: 'mmol/L', collectedAt: '2026-11-20T14:00:00.000Z' }
const judge = (input: string, line: MeasuredAnalyte) => interpretEntry(input, line, '2026-11-20T20:00:00.000Z')

describe('interpretation of typed values', () => {
  it('flags a value before release and gives the change from the previous value (LAB-4, LAB-6)', () => {
    expect(judge('6.8', potassium)).toMatchObject({
      state: 'valid',
      flag: 'HH',
      critical: true,
      delta: { change: '+0.9', percent: 15 },
    })
    expect(judge('5.20', potassium)).toMatchObject({ flag: 'H', critical: false, delta: { change: '−0.70', percent: -12 } })
    expect(judge('5.9', potassium)).toMatchObject({ delta: { change: '±0.0', percent: 0 } })
  })

  it('fails the delta check when the change exceeds the limit within the time window (LAB-5)', () => {
    expect(judge('7.0', potassium)).toMatchObject({ deltaExceeded: false })
    expect(judge('7.2', potassium)).toMatchObject({ deltaExceeded: true })
    expect(interpretEntry('7.2', potassium, '2026-11-24T20:00:00.000Z')).toMatchObject({ deltaExceeded: false })
    expect(judge('7.2', { ...potassium, delta: null })).toMatchObject({ deltaExceeded: false })
  })

  it('rejects values outside the measuring range and non-numeric input (LAB-5)', () => {
    expect(judge('68', potassium)).toEqual({ state: 'outsideMeasuringRange', technical: [0.5, 15] })
    expect(judge('6.8.', potassium)).toEqual({ state: 'notANumber' })
    expect(judge('high', potassium)).toEqual({ state: 'notANumber' })
    expect(judge('  ', potassium)).toEqual({ state: 'empty' })
  })

  it('accepts comparators and computes no delta for them or across units (FMT-9, FMT-10)', () => {
    expect(judge('>8', potassium)).toMatchObject({ flag: 'HH', delta: null })
    expect(judge('4.0', { ...potassium, previous: { ...before, value: '15.6', unit: 'mg/dL' } })).toMatchObject({ delta: null })
    expect(judge('4.0', { ...potassium, previous: { ...before, value: '<0.5' } })).toMatchObject({ delta: null })
  })

  it('accepts Arabic-Indic digits and signs (AR-4)', () => {
    expect(normalizeEntry('٦٫٨')).toBe('6.8')
    expect(normalizeEntry('≥ ٨')).toBe('>=8')
    expect(judge('٦٫٨', potassium)).toMatchObject({ state: 'valid', flag: 'HH' })
  })
})

const row = (change: Partial<Omit<LabWorklistRow, 'fulfilment'>> & { step?: LabWorklistRow['fulfilment']['step'] }): LabWorklistRow =>
  ({
    id: 'o-1',
    status: 'active',
    priority: 'routine',
    authoredAt: '2026-11-20T20:00:00.000Z',
    changedAt: '2026-11-20T20:00:00.000Z',
    criticals: [],
    accession: null,
    ...change,
    fulfilment: { step: change.step ?? 'requested', at: null, by: null },
  }) as LabWorklistRow
const isToday = (at: string) => at.startsWith('2026-11-20')
const now = Date.parse('2026-11-20T21:00:00.000Z')
const list = (rows: readonly LabWorklistRow[], stage: 'open' | 'done') => deriveWorklist()(rows, worklistRule({ stage, isToday, now }))
const critical = {
  alertId: 'al',
  observationId: 'ob',
  display: 'Potassium',
  value: '6.8',
  unit: 'mmol/L',
  flag: 'HH' as const,
  raisedAt: '2026-11-19T20:00:00.000Z',
  acknowledgedBy: null,
  acknowledgedAt: null,
}

describe('worklist (LAB-1)', () => {
  it('sorts STAT first, then longest waiting, and counts each stage', () => {
    const rows = [
      row({ id: 'old' }),
      row({ id: 'stat', priority: 'stat', step: 'specimen-received', authoredAt: '2026-11-20T20:50:00.000Z' }),
      row({ id: 'collected', step: 'specimen-collected', authoredAt: '2026-11-20T19:00:00.000Z' }),
      row({ id: 'done', status: 'completed', step: 'resulted-final' }),
      row({ id: 'yesterday', status: 'completed', step: 'resulted-final', changedAt: '2026-11-19T20:00:00.000Z' }),
      row({ id: 'revoked', status: 'revoked' }),
    ]
    const { rows: open, counts } = list(rows, 'open')
    expect(open.map(({ id }) => id)).toEqual(['stat', 'collected', 'old'])
    expect(counts).toEqual({ open: 3, collect: 1, receive: 1, analyse: 1, done: 2, unacknowledged: 0 })
  })

  it('keeps an order with an unacknowledged critical value on top of the done orders (LAB-9)', () => {
    const waiting = row({ id: 'waiting', status: 'completed', changedAt: '2026-11-19T20:00:00.000Z', criticals: [critical] })
    expect(list([row({ id: 'done', status: 'completed' }), waiting], 'done').rows.map(({ id }) => id)).toEqual(['waiting', 'done'])
  })

  it('keeps a just released order in its old stage without counting it (RT-9)', () => {
    const released = (changedAt: string) => row({ status: 'completed', step: 'resulted-final', changedAt })
    expect(list([released('2026-11-20T20:59:30.000Z')], 'open')).toMatchObject({ rows: [{ id: 'o-1' }], counts: { open: 0, done: 1 } })
    expect(list([released('2026-11-20T20:58:59.000Z')], 'open').rows).toEqual([])
  })

  it('finds an order by accession number regardless of case and dashes (LAB-2)', () => {
    const rows = [row({ id: 'a' }), row({ id: 'b', accession: '261120-A1B2C3' })]
    expect(findByAccession(rows, '261120a1b2c3')?.id).toBe('b')
    expect(findByAccession(rows, '')).toBeNull()
  })

  it('returns the steps in sequence', () => {
    expect([nextStep('requested'), nextStep('specimen-collected'), nextStep('specimen-received'), nextStep('in-analysis')]).toEqual([
      'specimen-collected',
      'specimen-received',
      'in-analysis',
      null,
    ])
  })
})

describe('coded result (LAB-14)', () => {
  const answers = [
    { code: 'no', display: 'No growth', flag: 'N' as const, needsWords: false },
    { code: 'yes', display: 'Growth', flag: 'AA' as const, needsWords: true },
  ]

  it('is incomplete until the required text is entered', () => {
    expect(interpretCodedEntry({ answers }, '', '  ')).toEqual({ state: 'empty' })
    expect(interpretCodedEntry({ answers }, 'yes', '')).toEqual({ state: 'incomplete' })
    expect(interpretCodedEntry({ answers }, 'no', '')).toMatchObject({ state: 'valid', text: 'No growth', flag: 'N', critical: false })
  })

  it('combines the coded result and the text', () => {
    expect(interpretCodedEntry({ answers }, 'yes', ' E. coli ')).toMatchObject({ text: 'Growth: E. coli', flag: 'AA', critical: true })
    expect(interpretCodedEntry({ answers: [] }, '', 'Many pus cells')).toMatchObject({ answer: null, text: 'Many pus cells', flag: null })
  })
})
