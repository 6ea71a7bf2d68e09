import type { HumanName, Patient } from 'fhir/r4'
import { extensions } from '../../fhir.ts'

const DATA_ABSENT = 'http://hl7.org/fhir/StructureDefinition/data-absent-reason'

/** Uses of a name that was not, or is no longer, the name of the person. */
const formerUses: readonly (string | undefined)[] = ['old', 'maiden', 'temp', 'anonymous']

/** Controls and marks that are not seen, but split words for searching and turn their direction; joiners of letters are kept. */
const invisible = /(?![\u200c\u200d])[\p{Cc}\p{Cf}]/gu

/** Returns a text as it is shown: without invisible characters and surrounding or doubled spaces. */
export const shown = (text: string | undefined): string => (text ?? '').replace(/\s+/g, ' ').replace(invisible, '').trim()

/**
 * Returns the name a person has now: official before usual before any other; never a former one, or one whose period had ended when
 * the resource was recorded, unless there is no other.
 */
export function officialName({ name: names = [], meta }: Patient): HumanName | undefined {
  const at = meta?.lastUpdated ?? '9999'
  const current = names.filter(({ use, period }) => !formerUses.includes(use) && !(period?.end && period.end < at))
  return current.find(({ use }) => use === 'official') ?? current.find(({ use }) => use === 'usual') ?? current[0] ?? names[0]
}

export interface PersonName {
  /** Empty when the name has no family name. */
  readonly family: string
  readonly given: string
  readonly title: string | null
  /** `FAMILY, Given`: what is recorded of it, a name given only as text as it is, or why there is none (ID-3). */
  readonly display: string
}

const isMasked = (name: HumanName | undefined) =>
  name?.extension?.some(({ url, valueCode }) => url === DATA_ABSENT && valueCode === 'masked') ?? false

/** Returns the name of a patient in its parts and as it is shown. */
export function nameIn(patient: Patient): PersonName {
  const name = officialName(patient)
  const [family, given] = [shown(name?.family), shown(name?.given?.join(' '))]
  const title = shown(name?.prefix?.[0]).replace(/\.$/, '') || null
  const whole = [family.toUpperCase(), given].filter(Boolean).join(', ') || shown(name?.text)
  return { family, given, title, display: whole || (isMasked(name) ? 'Name withheld' : 'Name not known') }
}

/** `FAMILY, Given (Title)` (ID-3). */
export function displayName(patient: Patient): string {
  const { display, title } = nameIn(patient)
  return title ? `${display} (${title})` : display
}

export const arabicName = (patient: Patient): string | null =>
  officialName(patient)?.extension?.find((extension) => extension.url === extensions.nameArabic)?.valueString ?? null
