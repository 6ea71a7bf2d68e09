import { act, renderHook } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { defineTexts, useTexts } from './define-texts.ts'
import { i18next } from './language.ts'

const texts = defineTexts('texts-test', {
  en: { by: 'by {{name}}', orders_one: '{{count}} order', orders_other: '{{count}} orders', 'a.dotted.key': 'dotted' },
  ar: {
    by: 'بواسطة {{name}}',
    orders_zero: 'لا طلبات',
    orders_one: 'طلب واحد',
    orders_two: 'طلبان',
    orders_few: '{{count}} طلبات',
    orders_many: '{{count}} طلبًا',
    orders_other: '{{count}} طلب',
    'a.dotted.key': 'منقط',
  },
})
const renderTexts = () => renderHook(() => useTexts(texts)).result

afterEach(() => i18next.changeLanguage('en'))

test('LOG-2: the language changes without a reload of the page', async () => {
  const t = renderTexts()
  expect(t.current('orders', { count: 2 })).toBe('2 orders')
  await act(() => i18next.changeLanguage('ar'))
  expect(t.current('orders', { count: 2 })).toBe('طلبان')
  expect(t.current('a.dotted.key')).toBe('منقط')
})

test.each([
  [0, 'لا طلبات'],
  [1, 'طلب واحد'],
  [2, 'طلبان'],
  [5, '5 طلبات'],
  [11, '11 طلبًا'],
  [100, '100 طلب'],
])('Arabic uses the plural form of %i', async (count, words) => {
  const t = renderTexts()
  await act(() => i18next.changeLanguage('ar'))
  expect(t.current('orders', { count })).toBe(words)
})

test('AR-2: a Latin value in an Arabic sentence is isolated, an Arabic name is unchanged', async () => {
  const t = renderTexts()
  await act(() => i18next.changeLanguage('ar'))
  expect(t.current('by', { name: '129 728 7652' })).toBe('بواسطة \u2066129 728 7652\u2069')
  expect(t.current('by', { name: 'أمل' })).toBe('بواسطة أمل')
})

test('AR-2: an Arabic name in an English sentence is isolated, a Latin name is unchanged', () => {
  const t = renderTexts()
  expect(t.current('by', { name: 'أمل' })).toBe('by \u2067أمل\u2069')
  expect(t.current('by', { name: 'SMITH, Jane' })).toBe('by SMITH, Jane')
})

test('AR-2, FMT-7: a date in an Arabic sentence is isolated and never broken across lines', async () => {
  const t = renderTexts()
  await act(() => i18next.changeLanguage('ar'))
  expect(t.current('by', { name: '21-Nov-2026 13:05' })).toBe('بواسطة \u206621\u2060-\u2060Nov\u2060-\u20602026 13:05\u2069')
  expect(t.current('by', { name: 'Dr Al-Amin' })).toBe('بواسطة \u2066Dr Al-Amin\u2069')
})
