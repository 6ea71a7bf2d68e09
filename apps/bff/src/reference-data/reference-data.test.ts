import { arabicNameOf, reportedNumber, reportedNumberSchema } from '@wardline/events'
import { describe, expect, it } from 'vitest'
import { yearsBetween } from './age.ts'
import { analyteOf, analytes } from './laboratory/analytes.ts'
import { rangeFor, rangeText } from './laboratory/ranges.ts'
import { criticalIn, thresholdFor, thresholds } from './laboratory/thresholds.ts'
import { drugOf, formulary } from './medications/formulary.ts'
import { supplyFor } from './medications/supply.ts'
import { orderSets } from './orders/order-sets.ts'
import { orderableOf, orderables } from './orders/orderables.ts'
import { rankedSearch } from './ranked-search.ts'

const adult = { birthDate: '1959-03-14', sex: 'female' } as const
const man = { birthDate: '1960-01-01', sex: 'male' } as const
const child = { birthDate: '2022-05-11', sex: 'female' } as const
const at = '2026-11-20T20:41:00.000Z'

describe('critical limits (decision 12)', () => {
  const criticalOf = (code: string, text: string, whose: typeof adult | typeof child = adult) => {
    const ucum = analyteOf(code)?.ucum ?? '%'
    return criticalIn(reportedNumber(text), thresholdFor(code, ucum, whose, at))
  }

  it.each([
    ['2823-3', '6.4', null],
    ['2823-3', '6.5', { flag: 'HH', limit: '≥ 6.5 mmol/L' }],
    ['2823-3', '7.5', { flag: 'HH', limit: '≥ 6.5 mmol/L' }],
    ['2823-3', '>8', { flag: 'HH', limit: '≥ 6.5 mmol/L' }],
    ['2823-3', '2.8', null],
    ['2823-3', '2.7', { flag: 'LL', limit: '< 2.8 mmol/L' }],
    ['59408-5', '90', null],
    ['59408-5', '88', { flag: 'LL', limit: '< 90 %' }],
    ['2951-2', '119', { flag: 'LL', limit: '< 120 mmol/L' }],
    ['14749-6', '2.5', { flag: 'LL', limit: '< 2.6 mmol/L' }],
    ['718-7', '65', { flag: 'LL', limit: '< 66 g/L' }],
    ['777-3', '36', { flag: 'LL', limit: '< 37 ×10⁹/L' }],
    ['2744-1', '7.20', { flag: 'LL', limit: '< 7.21 pH' }],
    ['1988-5', '900', null],
  ])('for %s, a value of %s gives %o', (code, text, expected) => expect(criticalOf(code, text)).toEqual(expected))

  it('differ for children where the source differs', () => {
    expect(criticalOf('2823-3', '2.9')).toBeNull()
    expect(criticalOf('2823-3', '2.9', child)).toEqual({ flag: 'LL', limit: '< 3 mmol/L' })
  })

  it('apply in their own unit only', () => {
    expect(thresholdFor('2823-3', 'mg/dL', adult, at)).toBeNull()
  })

  it('have a version, and no two rows apply to the same patient', () => {
    expect(thresholds.version).toMatch(/^wardline \d+$/)
    for (const row of thresholds.rows) {
      const same = thresholds.rows.filter(
        (other) =>
          other.loinc === row.loinc &&
          other.ucum === row.ucum &&
          other.fromYears < (row.toYears ?? 200) &&
          row.fromYears < (other.toYears ?? 200),
      )
      expect(same).toHaveLength(1)
    }
  })
})

describe('reference intervals', () => {
  it.each([
    ['14682-9', adult, '45–84'],
    ['14682-9', man, '59–104'],
    ['14682-9', child, '15–65'],
    ['2823-3', adult, '3.5–5.1'],
    ['2823-3', child, '3.4–5.5'],
    ['1988-5', adult, '< 5'],
    ['62238-1', adult, '≥ 60'],
    ['718-7', { birthDate: null, sex: 'unknown' } as const, '118–170'],
  ])('%s for %o is %s', (code, whose, text) => {
    const analyte = analyteOf(code)
    const range = analyte && rangeFor(analyte, whose, at)
    expect(range && rangeText(range, analyte.decimals)).toBe(text)
  })

  it('lie within the reportable range of every analyte', () => {
    for (const { ranges, technical, code } of analytes)
      for (const { low, high } of ranges) {
        expect([code, (low ?? technical[0]) >= technical[0] && (high ?? technical[1]) <= technical[1]]).toEqual([code, true])
        expect([code, low === null || high === null || low < high]).toEqual([code, true])
      }
  })
})

it.each([
  ['1959-03-14', '2026-03-13', 66],
  ['1959-03-14', '2026-03-14', 67],
  ['2026-11-01', '2026-11-20', 0],
  [null, '2026-11-20', null],
])('a patient born on %s is on %s aged %s', (born, day, years) => expect(yearsBetween(born, day)).toBe(years))

describe('the catalogue', () => {
  it('has unique ids and contains all items of its order sets and panels', () => {
    expect(new Set(orderables.map(({ id }) => id)).size).toBe(orderables.length)
    expect(new Set(analytes.map(({ code }) => code)).size).toBe(analytes.length)
    for (const { analytes: codes } of orderables) for (const code of codes) expect(analyteOf(code)).not.toBeNull()
    for (const { lines } of orderSets)
      for (const { orderableId } of lines) expect([orderableId, orderableOf(orderableId) !== null]).toEqual([orderableId, true])
    expect(orderables.filter(({ category }) => category === 'laboratory').length).toBeGreaterThanOrEqual(60)
  })

  it.each([
    ['K', 'Potassium'],
    ['potas', 'Potassium'],
    ['cbc', 'Complete blood count'],
    ['chest', 'Chest X-ray, two views'],
    ['ecg', 'ECG 12-lead'],
    ['blood gas', 'Arterial blood gas'],
    ['hba1c', 'Haemoglobin A1c'],
    ['  CRP ', 'C-reactive protein'],
  ])('finds %s as %s first (ORD-1)', (typed, first) => expect(rankedSearch(orderables, typed)[0]?.display).toBe(first))

  it.each([
    ['بوتاسيوم', 'Potassium'],
    ['البوتاسيوم', 'Potassium'],
    ['زرع الدم', 'Blood culture'],
    ['اشعة الصدر', 'Chest X-ray, two views'],
    ['وظائف الكلى', 'Renal function panel'],
  ])('finds %s as %s first (AR-7)', (typed, first) => expect(rankedSearch(orderables, typed)[0]?.display).toBe(first))

  it('has an Arabic name for every orderable and analyte', () => {
    const nameless = [...orderables, ...analytes].filter(({ code }) => arabicNameOf(code) === null)
    expect(nameless.map(({ display }) => display)).toEqual([])
  })

  it('finds nothing for three letters inside a word', () => expect(rankedSearch(orderables, 'tas')).toEqual([]))
})

describe('the formulary', () => {
  it('has unique ids and default dosages that its own rules allow', () => {
    expect(new Set(formulary.map(({ id }) => id)).size).toBe(formulary.length)
    expect(formulary.length).toBeGreaterThanOrEqual(80)
    for (const { usual, routes, doseUnits, strength, id } of formulary) {
      expect([id, routes.includes(usual.route), doseUnits.includes(usual.unit)]).toEqual([id, true, true])
      expect([id, reportedNumberSchema.safeParse(usual.value).success]).toEqual([id, true])
      expect([id, strength === null || strength.value > 0]).toEqual([id, true])
    }
  })

  it.each([
    ['rx:2193:injection', { value: 2, unit: 'g' }, 'once daily', 5, 10],
    ['rx:161:tablet', { value: 1, unit: 'g' }, 'every 6 hours', 3, 24],
    ['rx:9997:tablet', { value: 12.5, unit: 'mg' }, 'once daily', 7, 7],
    ['rx:6585:injection', { value: 4, unit: 'g' }, 'once now', null, 2],
    ['rx:161:tablet', { value: 1, unit: 'g' }, 'every 6 hours', null, null],
    ['rx:435:inhaler', { value: 2, unit: 'puff' }, 'four times daily', 7, null],
    ['rx:1908:injection', { value: 10, unit: 'mL' }, 'once now', null, null],
  ] as const)('%s, %o %s for %s days, needs %s supply units', (drugId, dose, frequency, days, units) => {
    const drug = drugOf(drugId)
    expect(drug && supplyFor(drug, dose, frequency, days)).toBe(units)
  })
})
