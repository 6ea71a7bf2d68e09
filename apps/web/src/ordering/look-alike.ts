import { foldText } from '@wardline/events'

/** So many letters alike at the beginning are read as the same word by somebody in a hurry. */
const ALIKE_LETTERS = 4

/** Whether two names of a list are easily taken for each other (ORD-2): they begin alike. */
export function looksLike(a: string, b: string): boolean {
  const [one, other] = [foldText(a), foldText(b)]
  return one !== other && one.slice(0, ALIKE_LETTERS) === other.slice(0, ALIKE_LETTERS) && one.length >= ALIKE_LETTERS
}

/** The ids of entries that have a look-alike among the others. */
export function lookAlikes(entries: readonly { readonly id: string; readonly name: string }[]): ReadonlySet<string> {
  return new Set(
    entries.filter((entry) => entries.some((other) => other.id !== entry.id && looksLike(entry.name, other.name))).map(({ id }) => id),
  )
}
