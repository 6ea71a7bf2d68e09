import { describe, expect, test } from 'vitest'
import { fmtLab, fmtMrn, fmtRange, toLatinDigits } from './clinical-values.ts'
import { isFlagCode, toneOfFlag } from './severity.ts'

test.each([
  ['5.0', null, '5.0'],
  ['<0.010', null, '<0.010'],
  ['0.010', '<', '<0.010'],
  ['200', '>=', '≥200'],
])('fmtLab keeps precision and comparator: %s %s (FMT-9, vectors 10.5)', (value, comparator, shown) => {
  expect(fmtLab(value, comparator)).toBe(shown)
})

test.each([
  ['1297287652', '129 728 7652'],
  ['129 728 7652', '129 728 7652'],
  ['12345678', '123 456 78'],
  ['MRN-0042', 'MRN-0042'],
])('identifier %s is grouped as %s', (mrn, shown) => {
  expect(fmtMrn(mrn)).toBe(shown)
})

test('a range is the one the laboratory reported, never a default (FLG-5)', () => {
  expect(fmtRange({ low: '3.5', high: '5.1' })).toBe('3.5–5.1')
  expect(fmtRange({ high: 5 })).toBe('≤ 5')
  expect(fmtRange({ low: 90 })).toBe('≥ 90')
  expect(fmtRange({ low: 1, high: 2, text: '< 5' })).toBe('< 5')
  expect(fmtRange({})).toBeNull()
})

test('Arabic-Indic and Persian digits in input become Latin digits (AR-4)', () => {
  expect(toLatinDigits('٦٫٨')).toBe('6.8')
  expect(toLatinDigits('۱۲۳')).toBe('123')
  expect(toLatinDigits('١٬٢٣٤٫٥ mg')).toBe('1,234.5 mg')
})

describe('severity (FLG-3)', () => {
  test.each(['HH', 'LL', 'AA'])('%s is critical', (flag) => expect(toneOfFlag(flag)).toBe('crit'))
  test.each(['H', 'L', 'A'])('%s is abnormal', (flag) => expect(toneOfFlag(flag)).toBe('warn'))
  test('a code of another system is no flag', () => expect([isFlagCode('POS'), isFlagCode('HH')]).toEqual([false, true]))
  test.each(['N', null, 'POS'])('%s has no colour', (flag) => expect(toneOfFlag(flag)).toBeNull())
})
