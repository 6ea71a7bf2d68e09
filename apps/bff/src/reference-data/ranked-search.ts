import { arabicNameOf, foldText } from '@wardline/events'

/** Searchable texts of an entry. */
export interface SearchableEntry {
  /** Adds the Arabic name of the code to the searchable texts. */
  readonly code?: string
  readonly display: string
  readonly synonyms: readonly string[]
}

/** Removes the Arabic definite article: `البوتاسيوم` also matches as `بوتاسيوم`. */
const withoutArticle = (arabic: string) => arabic.replace(/(^|[\s(])ال/gu, '$1')

/** Returns the rank of a match: 0 exact, 1 name prefix, 2 synonym prefix, 3 word prefixes, 4 substrings; null without a match. */
function rankOf(entry: SearchableEntry, query: string): number | null {
  const arabic = entry.code ? arabicNameOf(entry.code) : null
  const names = [entry.display, ...(arabic ? [arabic, withoutArticle(arabic)] : [])].map(foldText)
  const synonyms = entry.synonyms.map(foldText)
  if (names.includes(query) || synonyms.includes(query)) return 0
  if (names.some((name) => name.startsWith(query))) return 1
  if (synonyms.some((other) => other.startsWith(query))) return 2
  const words = [...names, ...synonyms].join(' ').split(/[^\p{L}\p{N}]+/u)
  const typed = query.split(' ')
  if (typed.every((part) => words.some((word) => word.startsWith(part)))) return 3
  // Shorter substrings would match half the catalogue.
  return query.length >= 4 && typed.every((part) => [...names, ...synonyms].some((text) => text.includes(part))) ? 4 : null
}

/** Returns the matching entries, best first, ties in the given order. An empty query returns all entries. */
export function rankedSearch<Entry extends SearchableEntry>(entries: readonly Entry[], typed: string): readonly Entry[] {
  const query = foldText(typed)
  if (query === '') return entries
  return entries
    .map((entry) => ({ entry, rank: rankOf(entry, query) }))
    .filter((found): found is { entry: Entry; rank: number } => found.rank !== null)
    .sort((a, b) => a.rank - b.rank)
    .map((found) => found.entry)
}
