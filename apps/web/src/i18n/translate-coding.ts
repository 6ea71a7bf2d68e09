import type { Texts, Translate } from './define-texts.ts'

/**
 * Translates a coded reason into the user's language. The record stores it in English, optionally followed by a colon
 * and free text, which is kept as written.
 * @param keys the texts that are codes of this list
 */
export function translateCoding<const En extends Readonly<Record<string, string>>, Key extends keyof En & string>(
  stored: string,
  texts: Texts<En>,
  keys: readonly Key[],
  translate: Translate<En>,
): string {
  const key = keys.find((candidate) => stored === texts.en[candidate] || stored.startsWith(`${texts.en[candidate]}: `))
  return key ? `${(translate as unknown as (key: string) => string)(key)}${stored.slice(texts.en[key]?.length)}` : stored
}
