import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bannedNotations, fmtDose, fmtDoseNumber, fmtDoseText } from './doses.ts'

const plain = (text: string) => text.replaceAll('\u00a0', ' ')

describe('doses (FMT-4, FMT-6, vectors 10.5)', () => {
  test.each([
    ['5.0 mg', '5 mg'],
    ['.5 mg', '0.5 mg'],
    ['10000 units', '10,000 units'],
    ['5 U', '5 units'],
    ['5 IU', '5 units'],
    ['250 µg', '250 microgram'],
    ['250 mcg', '250 microgram'],
    ['3 cc', '3 mL'],
    ['4 mg/mL', '4 mg per mL'],
    ['400 mg/5 mL', '400 mg in 5 mL'],
    ['1 tablet', '1 tablet'],
    ['as directed', 'as directed'],
  ])('%s → %s', (typed, shown) => {
    expect(plain(fmtDoseText(typed))).toBe(shown)
  })

  test('number and unit are joined by a non-breaking space (FMT-7)', () => {
    expect(fmtDose(1250, 'mg')).toBe('1,250\u00a0mg')
  })

  test('a sum of binary fractions has no rounding error', () => {
    expect(fmtDoseNumber(0.1 + 0.2)).toBe('0.3')
  })

  test('a dose never has a trailing zero or a naked decimal point, and keeps its value', () => {
    fc.assert(
      fc.property(fc.nat(99_999), fc.nat(999), (whole, thousandths) => {
        const typed = `${whole}.${String(thousandths).padStart(3, '0')}`
        const shown = fmtDoseNumber(typed)
        expect(shown).not.toMatch(/\.\d*0$|\.$|^\./)
        expect(Number(shown.replaceAll(',', ''))).toBe(Number(typed))
      }),
    )
  })
})

describe('error-prone notations (FMT-5)', () => {
  test.each([
    ['10 U', 'U', 'units'],
    ['5 IU', 'IU', 'units'],
    ['aspirin QD', 'QD', 'once daily'],
    ['QOD', 'QOD', 'every other day'],
    ['50 µg', 'µg', 'microgram'],
    ['50ug', 'ug', 'microgram'],
    ['2 cc', 'cc', 'mL'],
    ['MgSO4 4 g', 'MgSO4', 'magnesium sulfate'],
    ['MSO4', 'MSO4', 'morphine sulfate'],
    ['1 tablet HS', 'HS', 'at bedtime'],
    ['5.0 mg', '5.0', 'the number without trailing zero'],
    ['.5 mg', '.5', 'the number with a leading zero'],
  ])('%s is rejected in a medication field', (text, found, instead) => {
    expect(bannedNotations(text)).toEqual([expect.objectContaining({ found, instead, severity: 'reject' })])
  })

  test.each(['MS', 'D/C', 'SC'])('%s is a warning in free text, because it has other meanings', (text) => {
    expect(bannedNotations(text, 'freeText')).toEqual([expect.objectContaining({ found: text, severity: 'warn' })])
    expect(bannedNotations(text)).toEqual([expect.objectContaining({ severity: 'reject' })])
  })

  test.each(['5 units', '0.5 mg', '10.05 mg', 'USP', 'success', '1,250 mg'])('%s is accepted', (text) => {
    expect(bannedNotations(text)).toEqual([])
  })
})
