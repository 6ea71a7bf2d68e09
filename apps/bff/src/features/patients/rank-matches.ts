import { type CensusRow, foldText, type Subject } from '@wardline/events'

/** Splits `FAMILY, Given Second (Title)`; the Arabic name has no comma, and its last word is the family name. */
function namePartsOf({ name, nameAr }: Subject): { readonly families: readonly string[]; readonly givens: readonly string[] } {
  const [family = '', given = ''] = name
    .replace(/\(.*\)$/, '')
    .split(',')
    .map(foldText)
  const arabic = foldText(nameAr ?? '')
    .split(' ')
    .filter(Boolean)
  return { families: [family, arabic.at(-1) ?? ''].filter(Boolean), givens: [...given.split(' '), ...arabic.slice(0, -1)].filter(Boolean) }
}

/**
 * Returns how well a patient matches a query, best first: 0 number, bed, birth date or whole name; 1 family name; 2 a given name;
 * 3 the beginning of the family name; 4 the beginning of a given name; 5 anything else.
 */
function rankOf({ patient }: CensusRow, query: string): number {
  const { families, givens } = namePartsOf(patient)
  const bed = foldText(patient.bed ?? '')
  const number = query.replace(/[ -]/g, '')
  if (number === patient.mrn || query === patient.birthDate || (bed !== '' && (query === bed || `bed ${query}` === bed))) return 0
  const words = query.replace(/,/g, ' ').split(' ').filter(Boolean)
  const isWhole = words.length > 1 && families.some((family) => family.split(' ').every((word) => words.includes(word)))
  if (isWhole && words.every((word) => families.join(' ').split(' ').includes(word) || givens.includes(word))) return 0
  if (families.includes(query)) return 1
  if (givens.includes(query)) return 2
  if (families.some((family) => family.startsWith(query))) return 3
  return givens.some((given) => given.startsWith(query)) ? 4 : 5
}

/** Sorts matches of a search by how well they match, so that the first row is the patient who was meant; ties keep their order. */
export const rankMatches = (rows: readonly CensusRow[], query: string): readonly CensusRow[] =>
  rows
    .map((row) => ({ row, rank: rankOf(row, foldText(query)) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ row }) => row)
