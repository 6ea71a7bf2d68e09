import type { AllergyRow } from '@wardline/events'

/** The four states of SHL-3; `unavailable` is the panel's own and stands where nothing could be read. */
export type AllergyStatus = 'notAsked' | 'none' | 'list'

/** A statement "no known allergies" counts only while no allergy stands beside it. */
export function allergyStatusOf(rows: readonly AllergyRow[]): AllergyStatus {
  if (rows.some((row) => !row.noKnownAllergies)) return 'list'
  return rows.length > 0 ? 'none' : 'notAsked'
}

/** What goes into the list: allergies, not the statement that there are none. */
export const realAllergies = (rows: readonly AllergyRow[]): readonly AllergyRow[] => rows.filter((row) => !row.noKnownAllergies)

const severities = ['severe', 'moderate', 'mild'] as const

/** The worst reaction decides how the line is toned; null = nobody recorded a severity. */
export const worstSeverity = (row: AllergyRow): (typeof severities)[number] | null =>
  severities.find((severity) => row.reactions.some((reaction) => reaction.severity === severity)) ?? null
