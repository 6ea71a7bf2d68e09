import { foldText } from '@wardline/events'

/** Names with the same first letters, at least this many, are easily misread. */
const COMMON_PREFIX_LENGTH = 4

/** Whether two names have the same beginning and are easily confused (ORD-2). */
export function looksLike(a: string, b: string): boolean {
  const [one, other] = [foldText(a), foldText(b)]
  return one !== other && one.slice(0, COMMON_PREFIX_LENGTH) === other.slice(0, COMMON_PREFIX_LENGTH) && one.length >= COMMON_PREFIX_LENGTH
}

/** Ids of entries with a look-alike in the list. */
export function lookAlikes(entries: readonly { readonly id: string; readonly name: string }[]): ReadonlySet<string> {
  return new Set(
    entries.filter((entry) => entries.some((other) => other.id !== entry.id && looksLike(entry.name, other.name))).map(({ id }) => id),
  )
}
