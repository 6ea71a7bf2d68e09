import type { ReactNode } from 'react'

/** FHIR administrative-gender. */
export type Sex = 'male' | 'female' | 'other' | 'unknown'

/** Identifiers of a patient; at least two are shown on every row, card, toast and button (ID-8). */
export interface PatientIdentity {
  /** FAMILY, Given, in the registered script. */
  name: string
  /** FHIR date; `null` is shown as "Not known" (ID-6). */
  birthDate: string | null
  sex: Sex | null
  mrn: string | null
  /** If set, the age is the age at death. */
  deceasedAt?: string | null | undefined
  photoUrl?: string | null
}

export interface Allergy {
  agent: string
  reaction: string | null
  /** Unknown severity ranks above mild, to be on the safe side. */
  severity: 'severe' | 'moderate' | 'mild' | null
}

/** Kinds of substances that a statement of no known allergies may be limited to. */
export type AllergenKind = 'drug' | 'food' | 'environment'

/** Exactly five states (SHL-3). `noneOfKind` says nothing about other substances. */
export type AllergyState =
  | { state: 'list'; allergies: readonly Allergy[] }
  | { state: 'none'; confirmedBy: string | null; confirmedAt: string | null }
  | { state: 'noneOfKind'; kinds: readonly AllergenKind[]; confirmedBy: string | null; confirmedAt: string | null }
  | { state: 'notAssessed' }
  | { state: 'unavailable' }

/** A fact in the banner's second line: creatinine clearance, code status, isolation. */
export interface BannerFact {
  label: string
  value: ReactNode
  /** Source or date. */
  note?: ReactNode
  tone?: 'crit' | 'warn'
}

const severityRank = { severe: 0, moderate: 1, mild: 3 } as const
const rankOf = (severity: Allergy['severity']) => (severity ? severityRank[severity] : 2)

/** Sorts by severity, most severe first, so that the least dangerous are hidden first (SHL-4). */
export const byHarm = (allergies: readonly Allergy[]): Allergy[] => allergies.toSorted((a, b) => rankOf(a.severity) - rankOf(b.severity))

/** `SJ` for "SMITH, Jane"; shown without a photo. */
export function initialsOf(name: string): string {
  const letters = name
    .replace(/\(.*\)/, '')
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((part) => [...part][0] ?? '')
  // A space keeps Arabic letters from joining into a syllable.
  const between = letters.some((letter) => /\p{Script=Arabic}/u.test(letter)) ? '\u00a0' : ''
  return letters.slice(0, 2).join(between).toUpperCase()
}
