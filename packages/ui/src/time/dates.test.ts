import { describe, expect, test } from 'vitest'
import { fmtAge, fmtDate, fmtDateTime, fmtElapsed, fmtTime } from './dates.ts'

const khartoum = 'Africa/Khartoum'

describe('dates (FMT-1)', () => {
  test.each([
    ['1959-03-14', '14-Mar-1959'],
    ['1959-03', 'Mar-1959'],
    ['1959', '1959'],
    ['2026-11-20T20:41:00Z', '20-Nov-2026'],
    ['2026-11-20T22:30:00Z', '21-Nov-2026'],
    ['no date', 'no date'],
  ])('%s is formatted as %s in Khartoum', (value, shown) => {
    expect(fmtDate(value, khartoum)).toBe(shown)
  })

  test('a date without a time is never shifted by the time zone', () => {
    expect(fmtDate('2026-01-01', 'Pacific/Honolulu')).toBe('01-Jan-2026')
  })

  test('time is 24-hour, in the facility’s time zone (FMT-3), with Latin digits (vectors 10.2)', () => {
    expect(fmtTime('2026-11-20T21:05:09Z', khartoum)).toBe('23:05')
    expect(fmtTime('2026-11-20T22:00:00Z', khartoum, { seconds: true })).toBe('00:00:00')
    expect(fmtDateTime('2025-11-20T19:05:00Z', khartoum)).toBe('20-Nov-2025 21:05')
    expect(fmtDateTime('2025-11-20T19:05:00Z', khartoum, { year: false })).toBe('20-Nov 21:05')
  })
})

describe('age in two units (ID-5, vectors 10.5)', () => {
  const now = '2026-11-20T12:00:00Z'
  const minutesBefore = (minutes: number) => new Date(Date.parse(now) - minutes * 60_000).toISOString()
  test.each([
    [minutesBefore(90), '90min'],
    [minutesBefore(26 * 60), '26hrs'],
    ['2026-11-17', '3d'],
    ['2026-10-23', '4w'],
    ['2026-10-22', '4w 1d'],
    ['2025-10-12', '13m 8d'],
    ['2022-10-12', '4y 1m'],
    ['2008-11-21', '17y 11m'],
    ['2008-11-20', '18y'],
    ['1959-03-14', '67y'],
    ['1959', '67y'],
  ])('birth date %s gives age %s', (born, age) => {
    expect(fmtAge(born, now, 'UTC')).toBe(age)
  })

  test('a birth date without a time gives no hours', () => {
    expect(fmtAge('2026-11-19', now, 'UTC')).toBe('1d')
  })

  test('a birth in the future has no age', () => {
    expect(fmtAge('2027-01-01', now, 'UTC')).toBeNull()
  })
})

test.each([
  [-5000, '00:00'],
  [128_000, '02:08'],
  [3_599_000, '59:59'],
  [3_900_000, '1 h 05 min'],
  [50 * 3_600_000, '50 h'],
])('%i ms are shown as %s (PHQ-3)', (elapsedMs, shown) => {
  expect(fmtElapsed(elapsedMs)).toBe(shown)
})
