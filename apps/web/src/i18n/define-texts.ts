import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { i18next } from './language.ts'

/** Arabic has six plural forms, English two (CLDR). */
type PluralForm = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other'
type CountedKey<En> = keyof En extends infer Key ? (Key extends `${infer Stem}_other` ? Stem : never) : never
type PlainKey<En> = Exclude<keyof En & string, `${CountedKey<En>}_${PluralForm}`>

/** Keys the Arabic texts must have: those of the English texts, with every plural form of counted ones. */
export type ArabicOf<En> = Readonly<Record<PlainKey<En> | `${CountedKey<En>}_${PluralForm}`, string>>

export type TextKey<En> = PlainKey<En> | CountedKey<En>
type TextOf<En, Key> = Key extends keyof En ? En[Key] : `${Key & string}_other` extends keyof En ? En[`${Key & string}_other`] : never
type Placeholder<Words> = Words extends `${string}{{${infer Name}}}${infer Rest}` ? Name | Placeholder<Rest> : never
type Values<En, Key> = [Placeholder<TextOf<En, Key>>] extends [never]
  ? []
  : [values: Readonly<Record<Placeholder<TextOf<En, Key>>, string | number>>]

export interface Texts<En> {
  readonly namespace: string
  /** Only for its type: keys and placeholders are read from the English texts. */
  readonly en: En
}

export type Translate<En> = <Key extends TextKey<En>>(key: Key, ...values: Values<En, Key>) => string

/**
 * Registers the texts of one feature in both languages. A missing Arabic key, plural form or placeholder fails to
 * compile. Counted texts are declared as `key_one`/`key_other` and used as `key` with `{ count }`.
 */
export function defineTexts<const En extends Readonly<Record<string, string>>>(
  namespace: string,
  { en, ar }: { en: En; ar: ArabicOf<En> },
): Texts<En> {
  i18next.addResourceBundle('en', namespace, en, true, true)
  i18next.addResourceBundle('ar', namespace, ar, true, true)
  return { namespace, en }
}

/** Returns a translate function, for example `t('placedBy', { name })`. */
export function useTexts<En>(texts: Texts<En>): Translate<En> {
  const { t } = useTranslation(texts.namespace)
  return useMemo(() => ((key: string, values?: Record<string, string | number>) => t(key, values ?? {})) as Translate<En>, [t])
}
