import type { AllergyRow, VitalRow } from '@wardline/events'
import type { Allergy, AllergyState, PatientBannerProps } from '@wardline/ui'
import { latestWeight } from '../../clinical/patient-values.ts'

const severities = ['severe', 'moderate', 'mild'] as const

const toAllergy = ({ substance, reactions, criticality }: AllergyRow): Allergy => ({
  agent: substance,
  reaction: reactions.map(({ manifestation }) => manifestation).join(', ') || null,
  severity:
    severities.find((severity) => reactions.some((reaction) => reaction.severity === severity)) ??
    (criticality === 'high' ? 'severe' : null),
})

/** Returns one of exactly four states (SHL-3). "No known allergies" applies only while no allergy is recorded. */
export function allergyStateOf(list: {
  readonly status: 'loading' | 'ready' | 'refused' | 'failed'
  readonly rows: readonly AllergyRow[]
}): AllergyState {
  if (list.status !== 'ready') return { state: 'unavailable' }
  const recorded = list.rows.filter((row) => !row.noKnownAllergies)
  if (recorded.length > 0) return { state: 'list', allergies: recorded.map(toAllergy) }
  const noKnownAllergies = list.rows.find((row) => row.noKnownAllergies)
  return noKnownAllergies
    ? { state: 'none', confirmedBy: noKnownAllergies.recorder, confirmedAt: noKnownAllergies.recordedAt }
    : { state: 'notAssessed' }
}

/** Returns the newest weight with its date, or null if none was recorded. */
export function weightOf(vitals: readonly VitalRow[]): PatientBannerProps['weight'] {
  const row = latestWeight(vitals)
  return row?.value ? { value: row.value, unit: row.unit ?? 'kg', at: row.effectiveAt } : null
}
