import { type AllergyRow, allergySummaryOf } from '@wardline/events'
import type { AllergenKind, Allergy, AllergyState } from '@wardline/ui'

const severities = ['severe', 'moderate', 'mild'] as const

/** Returns the worst severity among the reactions, or null if none is recorded. */
export const worstSeverity = (row: Pick<AllergyRow, 'reactions'>): (typeof severities)[number] | null =>
  severities.find((severity) => row.reactions.some((reaction) => reaction.severity === severity)) ?? null

const toAllergy = (row: AllergyRow): Allergy => ({
  agent: row.substance,
  reaction: row.reactions.map(({ manifestation }) => manifestation).join(', ') || null,
  severity: worstSeverity(row) ?? (row.criticality === 'high' ? 'severe' : null),
})

export interface AllergyList {
  readonly status: 'loading' | 'ready' | 'refused' | 'failed'
  readonly rows: readonly AllergyRow[]
}

/** Returns what a list of allergies says of the patient (SHL-3); a list that has not loaded is unavailable, never empty. */
export function allergyStateOf({ status, rows }: AllergyList): AllergyState {
  if (status !== 'ready') return { state: 'unavailable' }
  const summary = allergySummaryOf(rows)
  switch (summary.state) {
    case 'list':
      return { state: 'list', allergies: summary.allergies.map(toAllergy) }
    case 'none':
      return { state: 'none', confirmedBy: summary.statement.recorder, confirmedAt: summary.statement.recordedAt }
    case 'noneOfKind': {
      const [newest] = summary.statements
      const kinds = summary.statements.flatMap(({ noKnown }): AllergenKind[] => (noKnown === null || noKnown === 'all' ? [] : [noKnown]))
      return {
        state: 'noneOfKind',
        kinds: [...new Set(kinds)],
        confirmedBy: newest?.recorder ?? null,
        confirmedAt: newest?.recordedAt ?? null,
      }
    }
    case 'notAssessed':
      return { state: 'notAssessed' }
  }
}
