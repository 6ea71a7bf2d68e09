import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { i18next } from './language.ts'

/** Arabic counts in six ways, English in two (CLDR). */
type PluralForm = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other'
type Counted<En> = keyof En extends infer Key ? (Key extends `${infer Stem}_other` ? Stem : never) : never
type Plain<En> = Exclude<keyof En & string, `${Counted<En>}_${PluralForm}`>

/** What the Arabic side must say: the same keys, and every plural form of those that count. */
export type ArabicOf<En> = Readonly<Record<Plain<En> | `${Counted<En>}_${PluralForm}`, string>>

export type TextKey<En> = Plain<En> | Counted<En>
type Wording<En, Key> = Key extends keyof En ? En[Key] : `${Key & string}_other` extends keyof En ? En[`${Key & string}_other`] : never
type Placeholder<Words> = Words extends `${string}{{${infer Name}}}${infer Rest}` ? Name | Placeholder<Rest> : never
type Values<En, Key> = [Placeholder<Wording<En, Key>>] extends [never]
  ? []
  : [values: Readonly<Record<Placeholder<Wording<En, Key>>, string | number>>]

export interface Texts<En> {
  readonly namespace: string
  /** Only for its type: the keys and the placeholders are read from the English wording. */
  readonly en: En
}

export type Say<En> = <Key extends TextKey<En>>(key: Key, ...values: Values<En, Key>) => string

/**
 * The words of one feature in both languages. A missing Arabic key, a missing plural form and a forgotten
 * placeholder do not compile. Counted texts are `key_one`/`key_other` and are asked for as `key` with `{ count }`.
 */
export function defineTexts<const En extends Readonly<Record<string, string>>>(
  namespace: string,
  { en, ar }: { en: En; ar: ArabicOf<En> },
): Texts<En> {
  i18next.addResourceBundle('en', namespace, en, true, true)
  i18next.addResourceBundle('ar', namespace, ar, true, true)
  return { namespace, en }
}

/** `t('placedBy', { name })` in the language of the screen. */
export function useTexts<En>(texts: Texts<En>): Say<En> {
  const { t } = useTranslation(texts.namespace)
  return useMemo(() => ((key: string, values?: Record<string, string | number>) => t(key, values ?? {})) as Say<En>, [t])
}
