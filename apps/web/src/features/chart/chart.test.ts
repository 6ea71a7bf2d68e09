import type { ProblemRow } from '@wardline/events'
import { describe, expect, test } from 'vitest'
import { instantDaysAgo, parseTimeOfDay, wallTime } from '../../time/wall-time.ts'
import { groupProblems } from './problems/problems.ts'
import { latestResults } from './summary/latest-results.ts'
import { aVital } from './testing.ts'
import { isLate, latestSigns, previousOf } from './vitals/vitals.ts'
import { checkEntry, emptyEntry, type VitalsEntry } from './vitals/vitals-entry.ts'

const now = Date.parse('2026-11-20T21:00:00.000Z')
const entry = (values: Partial<VitalsEntry['values']>, over: Partial<VitalsEntry> = {}): VitalsEntry => ({
  ...emptyEntry,
  values: { ...emptyEntry.values, ...values },
  ...over,
})
const check = (vitalsEntry: VitalsEntry) => checkEntry(vitalsEntry, now, 'UTC')

describe('latest vital signs', () => {
  const older = aVital({ id: 'p-1', value: '88', number: 88, effectiveAt: '2026-11-20T14:00:00.000Z' })
  const newer = aVital({ id: 'p-2', value: '98', number: 98, effectiveAt: '2026-11-20T20:30:00.000Z' })
  const pressure = aVital({ id: 'bp', code: '85354-9', display: 'Blood pressure', value: '104/62', unit: 'mmHg' })

  test('the latest value of each sign is listed in the order of a vitals round', () => {
    const lines = latestSigns([newer, older, pressure])
    expect(lines.map(({ sign, latest }) => [sign, latest.value])).toEqual([
      ['bloodPressure', '104/62'],
      ['pulse', '98'],
    ])
    expect(lines[1]?.history.map(({ value }) => value)).toEqual(['88', '98'])
  })

  test('FMT-10 a trend has one unit', () => {
    const pounds = aVital({ id: 'w-1', code: '29463-7', unit: 'lb', effectiveAt: '2026-11-01T00:00:00.000Z' })
    expect(latestSigns([pounds, { ...pounds, id: 'w-2', unit: 'kg', effectiveAt: newer.effectiveAt }])[0]?.history).toHaveLength(1)
  })

  test('CHT-8 each field has its previous value, with blood pressure split into its two parts', () => {
    const lines = latestSigns([newer, pressure])
    expect(previousOf('pulse', lines)).toEqual({ value: '98', at: newer.effectiveAt })
    expect(previousOf('diastolic', lines)?.value).toBe('62')
    expect(previousOf('weight', lines)).toBeNull()
  })

  test('CHT-9 an entry is late when it is recorded more than 15 minutes after the measurement', () => {
    expect(isLate(newer)).toBe(false)
    expect(isLate({ ...newer, recordedAt: '2026-11-20T21:30:00.000Z' })).toBe(true)
  })
})

describe('CHT-8 limits of an entry', () => {
  test('an impossible value is refused', () => {
    expect(check(entry({ pulse: '400' }))).toMatchObject({ fields: { pulse: 'impossible' }, ready: null })
    expect(check(entry({ oxygenSaturation: '101' })).fields.oxygenSaturation).toBe('impossible')
  })

  test('an unusual value requires confirmation', () => {
    expect(check(entry({ pulse: '140' }))).toMatchObject({ fields: { pulse: 'unusual' }, ready: null })
    expect(check(entry({ pulse: '140' }, { confirmed: ['pulse'] })).ready).toMatchObject({ confirmed: ['pulse'] })
  })

  test('blood pressure needs both values', () => {
    expect(check(entry({ systolic: '120' })).fields.diastolic).toBe('pairMissing')
    expect(check(entry({ systolic: '80', diastolic: '120' })).fields.diastolic).toBe('crossed')
    expect(check(entry({ systolic: '120', diastolic: '80' })).ready?.values).toMatchObject({ systolic: 120, diastolic: 80, pulse: null })
  })

  test('AR-4 Arabic-Indic digits are accepted', () => {
    expect(check(entry({ temperature: '٣٧٫٩' })).ready?.values.temperature).toBe(37.9)
    expect(check(entry({ temperature: 'x' })).fields.temperature).toBe('notANumber')
  })

  test('an empty round, an invalid time and a future time are refused', () => {
    expect(check(entry({})).entry).toBe('empty')
    expect(check(entry({ pulse: '80' }, { time: '25:00' })).entry).toBe('notATime')
    expect(check(entry({ pulse: '80' }, { time: '21:30' })).entry).toBe('inFuture')
    expect(check(entry({ pulse: '80' }, { time: '20:30' })).ready?.effectiveAt).toBe('2026-11-20T20:30:00.000Z')
  })
})

describe('the facility’s clock', () => {
  test('FMT-3 an entered time is in the time zone of the facility', () => {
    expect(instantDaysAgo('23:30', 0, now, 'Africa/Khartoum')).toBe('2026-11-20T21:30:00.000Z')
    expect(instantDaysAgo('23:30', 1, now, 'Africa/Khartoum')).toBe('2026-11-19T21:30:00.000Z')
    expect(wallTime(now, 'Africa/Khartoum')).toBe('23:00')
  })

  test('daylight saving changes are handled', () => {
    const afterChange = Date.parse('2026-10-25T12:00:00.000Z')
    expect(instantDaysAgo('00:30', 0, afterChange, 'Europe/Berlin')).toBe('2026-10-24T22:30:00.000Z')
    expect(instantDaysAgo('12:30', 0, afterChange, 'Europe/Berlin')).toBe('2026-10-25T11:30:00.000Z')
  })

  test('short time formats are accepted', () => {
    expect([parseTimeOfDay('9:30'), parseTimeOfDay('0930'), parseTimeOfDay('9.30'), parseTimeOfDay('24:00'), parseTimeOfDay('9')]).toEqual([
      570,
      570,
      570,
      null,
      null,
    ])
  })
})

test('CHT-3 problems form three lists', () => {
  const statuses = ['active', 'relapse', 'remission', 'resolved'] as const
  const groups = groupProblems(statuses.map((clinicalStatus) => ({ id: clinicalStatus, clinicalStatus }) as ProblemRow))
  expect([groups.active.length, groups.inactive.length, groups.resolved.length]).toEqual([2, 1, 1])
})

test('latest results have one row per test, the worst of a collection first', () => {
  const row = (id: string, code: string, collectedAt: string, flag: 'N' | 'HH', unit = 'mmol/L') =>
    ({ id, code, display: code, collectedAt, flag, unit, value: '1', status: 'final' }) as unknown as Parameters<
      typeof latestResults
    >[0][number]
  const latest = latestResults([
    row('na', 'na', '2', 'N'),
    row('k2', 'k', '2', 'HH'),
    row('k1', 'k', '1', 'N'),
    row('k0', 'k', '0', 'N', 'mg/dL'),
  ])
  expect(latest.map(({ row: newest, history }) => [newest.id, history.map(({ id }) => id)])).toEqual([
    ['k2', ['k1', 'k2']],
    ['na', ['na']],
  ])
})
