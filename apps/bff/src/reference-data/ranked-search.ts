import { arabicNameOf, foldText } from '@wardline/events'

/** What an entry is found by: its name first, then the other words people type. */
export interface Findable {
  /** Its Arabic name is found by it as well. */
  readonly code?: string
  readonly display: string
  readonly synonyms: readonly string[]
}

/** `البوتاسيوم` is looked for as `بوتاسيوم`. */
const withoutArticle = (arabic: string) => arabic.replace(/(^|[\s(])ال/gu, '$1')

/** How well an entry answers: 0 exact, 1 name begins so, 2 a synonym begins so, 3 a word begins so, 4 all words occur; null = not at all. */
function rankOf(entry: Findable, query: string): number | null {
  const arabic = entry.code ? arabicNameOf(entry.code) : null
  const names = [entry.display, ...(arabic ? [arabic, withoutArticle(arabic)] : [])].map(foldText)
  const others = entry.synonyms.map(foldText)
  if (names.includes(query) || others.includes(query)) return 0
  if (names.some((name) => name.startsWith(query))) return 1
  if (others.some((other) => other.startsWith(query))) return 2
  const words = [...names, ...others].join(' ').split(/[^\p{L}\p{N}]+/u)
  const typed = query.split(' ')
  if (typed.every((part) => words.some((word) => word.startsWith(part)))) return 3
  // A few letters somewhere inside a word would match half the catalogue.
  return query.length >= 4 && typed.every((part) => [...names, ...others].some((text) => text.includes(part))) ? 4 : null
}

/** Entries that answer the query, best first, equal ones by the order given. An empty query gives all of them. */
export function ranked<Entry extends Findable>(entries: readonly Entry[], typed: string): readonly Entry[] {
  const query = foldText(typed)
  if (query === '') return entries
  return entries
    .map((entry) => ({ entry, rank: rankOf(entry, query) }))
    .filter((found): found is { entry: Entry; rank: number } => found.rank !== null)
    .sort((a, b) => a.rank - b.rank)
    .map((found) => found.entry)
}
