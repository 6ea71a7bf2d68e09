import { describe, expect, it } from 'vitest'
import { dailyTotal, type Sig, sigSentence, type Token } from './sig.ts'

const amoxicillin: Sig = {
  generic: 'amoxicillin',
  dose: { value: '500', unit: 'mg' },
  route: 'oral',
  frequency: 'every 8 hours',
  durationDays: 5,
  asNeededReason: null,
  indication: 'pneumonia',
}

const asText = (tokens: readonly Token[] | null) =>
  tokens
    ?.map((token) => (typeof token === 'string' ? token : token.clin))
    .join(' ')
    .replaceAll('\u00a0', ' ')

describe('the instruction in plain words (MED-2)', () => {
  it('follows the order of the form, in English and Arabic', () => {
    expect(asText(sigSentence(amoxicillin, 'en'))).toBe('Give amoxicillin 500 mg by mouth every 8 hours for 5 days — for pneumonia')
    expect(asText(sigSentence(amoxicillin, 'ar'))).toBe(
      'يُعطى amoxicillin 500 mg عن طريق الفم كل 8 ساعات لمدة 5 أيام — الاستطباب: pneumonia',
    )
  })

  it('is null without a dose, and contains the fields filled in so far', () => {
    expect(sigSentence({ ...amoxicillin, dose: null }, 'en')).toBeNull()
    const partial: Sig = { ...amoxicillin, route: null, frequency: null, durationDays: null, indication: null }
    expect(asText(sigSentence(partial, 'en'))).toBe('Give amoxicillin 500 mg')
  })

  it('isolates the direction of name and dose in Arabic text (AR-2, AR-5)', () => {
    expect(sigSentence(amoxicillin, 'ar')).toContainEqual({ clin: 'amoxicillin' })
    expect(sigSentence(amoxicillin, 'ar')).toContainEqual({ clin: '500\u00a0mg' })
  })

  it('includes the reason of a PRN medication', () => {
    expect(asText(sigSentence({ ...amoxicillin, durationDays: null, asNeededReason: 'pain', indication: null }, 'en'))).toBe(
      'Give amoxicillin 500 mg by mouth every 8 hours only if needed for pain',
    )
  })

  it.each([
    ['1', 'قرص واحد', '1 tablet'],
    ['2', 'قرصان', '2 tablets'],
    ['3', '3 أقراص', '3 tablets'],
    ['11', '11 قرصًا', '11 tablets'],
    ['0.5', '0.5 قرص', '0.5 tablet'],
  ])('uses the plural forms of each language for %s tablets', (value, inArabic, inEnglish) => {
    const tablets: Sig = {
      ...amoxicillin,
      dose: { value, unit: 'tablet' },
      route: null,
      frequency: null,
      durationDays: null,
      indication: null,
    }
    expect(asText(sigSentence(tablets, 'ar'))).toBe(`يُعطى amoxicillin ${inArabic}`)
    expect(asText(sigSentence(tablets, 'en'))).toBe(`Give amoxicillin ${inEnglish}`)
  })
})

describe('the total daily dose (MED-2)', () => {
  it('sums the doses, with a comma from 1,000 and per kilogram when the weight is known (FMT-4)', () => {
    expect(dailyTotal(amoxicillin, 71.4)).toEqual({ amount: '1,500\u00a0mg', perKilogram: '21\u00a0mg' })
    expect(dailyTotal(amoxicillin, null)).toEqual({ amount: '1,500\u00a0mg', perKilogram: null })
  })

  it('is null without a fixed number of doses a day, and gives no tablets per kilogram', () => {
    expect(dailyTotal({ ...amoxicillin, frequency: 'once weekly' }, 71.4)).toBeNull()
    expect(dailyTotal({ ...amoxicillin, frequency: null }, 71.4)).toBeNull()
    expect(dailyTotal({ dose: { value: '1', unit: 'tablet' }, frequency: 'twice daily' }, 71.4)?.perKilogram).toBeNull()
  })

  it('has no floating-point error in a dose', () => {
    expect(dailyTotal({ dose: { value: '0.1', unit: 'mg' }, frequency: 'three times daily' }, null)?.amount).toBe('0.3\u00a0mg')
  })
})
