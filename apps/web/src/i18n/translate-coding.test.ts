import { expect, it } from 'vitest'
import { defineTexts, type Translate } from './define-texts.ts'
import { translateCoding } from './translate-coding.ts'

const texts = defineTexts('coded-words-test', {
  en: { other: 'Other', refused: 'Patient refused' },
  ar: { other: 'أخرى', refused: 'رفض المريض' },
})
const arabic = { other: 'أخرى', refused: 'رفض المريض' }
const translate = ((key: keyof typeof arabic) => arabic[key]) as Translate<(typeof texts)['en']>
const translated = (stored: string) => translateCoding(stored, texts, ['other', 'refused'], translate)

it('translates a stored code, keeps the free text after it, and leaves other text unchanged', () => {
  expect(translated('Patient refused')).toBe('رفض المريض')
  expect(translated('Other: moved to theatre')).toBe('أخرى: moved to theatre')
  expect(translated('Otherwise engaged')).toBe('Otherwise engaged')
})
