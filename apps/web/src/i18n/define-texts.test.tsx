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
const say = () => renderHook(() => useTexts(texts)).result

afterEach(() => i18next.changeLanguage('en'))

test('LOG-2: the language changes without a reload', async () => {
  const t = say()
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
])('Arabic counts %i in its own form', async (count, words) => {
  const t = say()
  await act(() => i18next.changeLanguage('ar'))
  expect(t.current('orders', { count })).toBe(words)
})

test('AR-2: a Latin value inside an Arabic sentence is held together, an Arabic name is not touched', async () => {
  const t = say()
  await act(() => i18next.changeLanguage('ar'))
  expect(t.current('by', { name: '129 728 7652' })).toBe('بواسطة \u2066129 728 7652\u2069')
  expect(t.current('by', { name: 'أمل' })).toBe('بواسطة أمل')
})

test('AR-2: an Arabic name inside an English sentence is held together, a Latin one is plain text', () => {
  const t = say()
  expect(t.current('by', { name: 'أمل' })).toBe('by \u2067أمل\u2069')
  expect(t.current('by', { name: 'SMITH, Jane' })).toBe('by SMITH, Jane')
})

test('AR-2, FMT-7: a date in an Arabic sentence is held together, so that no line break makes another date of it', async () => {
  const t = say()
  await act(() => i18next.changeLanguage('ar'))
  expect(t.current('by', { name: '21-Nov-2026 13:05' })).toBe('بواسطة \u206621\u2060-\u2060Nov\u2060-\u20602026 13:05\u2069')
  expect(t.current('by', { name: 'Dr Al-Amin' })).toBe('بواسطة \u2066Dr Al-Amin\u2069')
})
