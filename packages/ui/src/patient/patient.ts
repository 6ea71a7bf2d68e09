import type { ReactNode } from 'react'

/** FHIR administrative-gender. */
export type Sex = 'male' | 'female' | 'other' | 'unknown'

/** What identifies a person on any row, card, toast or button: at least two of these are always shown (ID-8). */
export interface PatientIdentity {
  /** FAMILY, Given — in the registered script. */
  name: string
  /** FHIR date; `null` is said as "Not known" (ID-6). */
  birthDate: string | null
  sex: Sex | null
  mrn: string | null
  /** With it, age is the age at death. */
  deceasedAt?: string | null
  photoUrl?: string | null
}

export interface Allergy {
  agent: string
  reaction: string | null
  /** How bad it was; unknown ranks above mild, because nobody has said it was mild. */
  severity: 'severe' | 'moderate' | 'mild' | null
}

/** Exactly four states (SHL-3). */
export type AllergyState =
  | { state: 'list'; allergies: readonly Allergy[] }
  | { state: 'none'; confirmedBy: string | null; confirmedAt: string | null }
  | { state: 'notAsked' }
  | { state: 'unavailable' }

/** A further fact of the banner's second line: creatinine clearance, code status, isolation. */
export interface BannerFact {
  label: string
  value: ReactNode
  /** Where or when it is from. */
  note?: ReactNode
  tone?: 'crit' | 'warn'
}

const severityRank = { severe: 0, moderate: 1, mild: 3 } as const
const rankOf = (severity: Allergy['severity']) => (severity ? severityRank[severity] : 2)

/** Most severe first, so that what does not fit is the least dangerous (SHL-4). */
export const byHarm = (allergies: readonly Allergy[]): Allergy[] => allergies.toSorted((a, b) => rankOf(a.severity) - rankOf(b.severity))

/** `SJ` for "SMITH, Jane"; stands where a photo is missing. */
export function initialsOf(name: string): string {
  const letters = name
    .replace(/\(.*\)/, '')
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((part) => [...part][0] ?? '')
  // Arabic letters would join into a syllable of their own.
  const between = letters.some((letter) => /\p{Script=Arabic}/u.test(letter)) ? '\u00a0' : ''
  return letters.slice(0, 2).join(between).toUpperCase()
}
