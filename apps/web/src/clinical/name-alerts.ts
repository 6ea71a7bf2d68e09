import { type CensusRow, foldText } from '@wardline/events'
import { type Derivation, incremental } from '@wardline/ui'

/** Largest number of differing letters between names that are easily confused. */
const MAX_LETTER_DIFFERENCE = 1
/** In shorter names one letter is a quarter of the name, and most patients would show an alert. */
const MIN_LENGTH = 4

/** Whether one text becomes the other by changing, adding or removing one letter. */
function differByOneLetter(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > MAX_LETTER_DIFFERENCE) return false
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  let at = 0
  while (at < short.length && short[at] === long[at]) at += 1
  return short.slice(at + (short.length === long.length ? 1 : 0)) === long.slice(at + 1)
}

const areSimilar = (a: string, b: string) => a === b || (Math.min(a.length, b.length) >= MIN_LENGTH && differByOneLetter(a, b))

/** Splits `FAMILY, Given Second (Title)` into family and first given name, folded for comparison. */
function partsOf(name: string): readonly [family: string, given: string] {
  const [family = '', given = ''] = name.replace(/\(.*\)$/, '').split(',')
  return [foldText(family), foldText(given).split(' ')[0] ?? '']
}

const areSimilarNames = (a: ReturnType<typeof partsOf>, b: ReturnType<typeof partsOf>) => areSimilar(a[0], b[0]) && areSimilar(a[1], b[1])

type NamedRow = Pick<CensusRow, 'id' | 'patient'>

/** Returns the other patients of these lists with the same or a similar name (ID-9). */
export function namesakesOf(id: string, name: string, rows: readonly NamedRow[]): readonly CensusRow['patient'][] {
  const own = partsOf(name)
  return rows.filter((row) => row.id !== id && areSimilarNames(own, partsOf(row.patient.name))).map(({ patient }) => patient)
}

function alertIdsIn(rows: readonly NamedRow[]): ReadonlySet<string> {
  const alertIds = new Set<string>()
  const names = rows.map((row) => ({ id: row.id, parts: partsOf(row.patient.name) }))
  for (const [index, a] of names.entries()) {
    for (const b of names.slice(index + 1)) {
      if (areSimilarNames(a.parts, b.parts)) alertIds.add(a.id).add(b.id)
    }
  }
  return alertIds
}

/**
 * Ids of patients with the same or a similar name as another one on the list (ID-9). Names are compared again only
 * when a patient is added, removed or renamed, not at every vital sign.
 */
export const nameAlerts = (): Derivation<NamedRow, null, ReadonlySet<string>> =>
  incremental<NamedRow, null, ReadonlySet<string>>({
    compute: alertIdsIn,
    update(alertIds, { removed: gone, added: come }) {
      const isUnchanged = (row: NamedRow) => come.some(({ id, patient }) => id === row.id && patient.name === row.patient.name)
      return gone.length === come.length && gone.every(isUnchanged) ? alertIds : null
    },
    same: (a, b) => a.size === b.size && [...a].every((id) => b.has(id)),
  })
