import i18next from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'

export const languages = ['en', 'ar'] as const
export type Language = (typeof languages)[number]

const STORAGE_KEY = 'wardline-language'

function storedLanguage(): Language {
  const stored = globalThis.localStorage?.getItem(STORAGE_KEY)
  return languages.find((language) => language === stored) ?? 'en'
}

const arabicLetters = /[\u0590-\u08ff]/
const onlyDigits = /^\d+$/

/** Word joiners keep a date on one line: broken at a hyphen it would read as a different date in an Arabic paragraph. */
const withUnbrokenDates = (value: string) =>
  value.replace(/\b(\d{2})-([A-Z][a-z]{2})(?:-(\d{4}))?/g, (date) => date.replaceAll('-', '\u2060-\u2060'))

/**
 * Isolates a value inside a sentence of the other direction: without it, bidirectional text would reorder an MRN
 * (AR-2). A plain number needs no isolation.
 */
export function isolated(value: string): string {
  if (onlyDigits.test(value)) return value
  const isForeign = arabicLetters.test(value) !== (i18next.language === 'ar')
  if (!isForeign) return value
  return arabicLetters.test(value) ? `\u2067${value}\u2069` : `\u2066${withUnbrokenDates(value)}\u2069`
}

void i18next.use(initReactI18next).init({
  lng: storedLanguage(),
  fallbackLng: 'en',
  supportedLngs: languages,
  // Keys are flat: a dot is part of the key (`orders.place`).
  keySeparator: false,
  nsSeparator: false,
  resources: {},
  initAsync: false,
  // React escapes HTML; here a value only gets its direction isolated.
  interpolation: { escapeValue: true, escape: isolated },
  react: { useSuspense: false },
})

/** Language and direction of the screen; a change rerenders everything without a reload (LOG-2). */
export function useLanguage() {
  const { i18n } = useTranslation()
  const language = i18n.language as Language
  return {
    language,
    direction: language === 'ar' ? ('rtl' as const) : ('ltr' as const),
    setLanguage: (next: Language) => {
      globalThis.localStorage?.setItem(STORAGE_KEY, next)
      void i18n.changeLanguage(next)
    },
  }
}

export { i18next }
