import { describe, expect, it } from 'vitest'
import { criticalFlag, exceedsDelta, flagFor, reportedNumber } from './interpretation.ts'

const potassium = { low: 3.5, high: 5.1 }
const critical = { low: 2.8, high: 6.5 }
const flagOf = (text: string) => {
  const value = reportedNumber(text)
  return flagFor(value, potassium, criticalFlag(value, critical))
}

describe('flags from interval and critical limits (LAB-6)', () => {
  it.each([
    ['4.2', 'N'],
    ['3.5', 'N'],
    ['3.4', 'L'],
    ['2.8', 'L'],
    ['2.7', 'LL'],
    ['5.1', 'N'],
    ['5.2', 'H'],
    ['6.4', 'H'],
    ['6.5', 'HH'],
    ['6.50', 'HH'],
    ['<2.8', 'LL'],
    ['<3.5', 'LL'],
    ['>5.1', 'HH'],
    ['>8', 'HH'],
    ['-1', 'LL'],
  ])('the value %s is flagged %s', (text, flag) => expect(flagOf(text)).toBe(flag))

  it.each([
    ['>5', 'HH'],
    ['>=6.4', 'HH'],
    ['<3', 'LL'],
    ['<=2.8', 'LL'],
    ['<7', 'LL'],
    ['>2', 'LL'],
  ])('%s is judged by the worst it can be: %s', (text, flag) => expect(flagOf(text)).toBe(flag))

  it.each([
    ['>90', { low: 60, high: null }, 'N'],
    ['>50', { low: 60, high: null }, 'L'],
    ['<5', { low: null, high: 5 }, 'N'],
    ['<0.01', { low: 0.4, high: 4 }, 'L'],
    ['<9', { low: 0.4, high: 4 }, 'A'],
    ['<20', { low: 0, high: 21 }, 'N'],
  ] as const)('%s in %o is flagged %s', (text, range, flag) => expect(flagFor(reportedNumber(text), range, null)).toBe(flag))

  it('a value without range has no flag, and its digits are kept (FMT-9)', () => {
    expect(flagFor(reportedNumber('4.2'), null, null)).toBeNull()
    expect(reportedNumber('<0.010')).toEqual({ text: '<0.010', comparator: '<', value: 0.01 })
  })
})

describe('the delta check (LAB-5)', () => {
  const at = (value: string, hours: number, unit: string | null = 'mmol/L') => ({
    value,
    unit,
    collectedAt: new Date(Date.UTC(2026, 10, 20, hours)).toISOString(),
  })
  const limit = { percent: 20, withinHours: 72 }

  it.each<[string, ReturnType<typeof at>, ReturnType<typeof at> | null, boolean]>([
    ['an increase beyond the limit', at('5.2', 6), at('4.0', 0), true],
    ['a decrease beyond the limit', at('3.1', 6), at('4.0', 0), true],
    ['a change of exactly the limit', at('6.0', 6), at('5.0', 0), false],
    ['no previous value', at('5.2', 6), null, false],
    ['a previous value outside the time window', at('5.2', 73), at('4.0', 0), false],
    ['another unit', at('5.2', 6), at('4.0', 0, 'mg/dL'), false],
    ['a value with comparator', at('>8', 6), at('4.0', 0), false],
    ['a previous text result', at('5.2', 6), at('Haemolysed', 0), false],
    ['a previous value of zero', at('5.2', 6), at('0.0', 0), false],
  ])('%s: %s and %s', (_, current, previous, expected) => expect(exceedsDelta(current, previous, limit)).toBe(expected))

  it('is not applied without a limit', () => expect(exceedsDelta(at('9', 6), at('1', 0), null)).toBe(false))
})
