import type { AllergyRow } from '@wardline/events'

/** Allergy status of SHL-3; the fourth state, unavailable, is shown by the card itself. */
export type AllergyStatus = 'notAssessed' | 'none' | 'list'

/** Returns the status; a statement of no known allergies counts only while no allergy is recorded. */
export function allergyStatusOf(rows: readonly AllergyRow[]): AllergyStatus {
  if (rows.some((row) => !row.noKnownAllergies)) return 'list'
  return rows.length > 0 ? 'none' : 'notAssessed'
}

/** Returns the allergies without the statement of no known allergies. */
export const realAllergies = (rows: readonly AllergyRow[]): readonly AllergyRow[] => rows.filter((row) => !row.noKnownAllergies)

const severities = ['severe', 'moderate', 'mild'] as const

/** Returns the worst severity among the reactions, or null if none is recorded. */
export const worstSeverity = (row: AllergyRow): (typeof severities)[number] | null =>
  severities.find((severity) => row.reactions.some((reaction) => reaction.severity === severity)) ?? null
