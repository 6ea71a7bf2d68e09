import { type VitalSign, vitalSigns } from '@wardline/events'
import { buildVitals } from '../../fhir-builders/results/vitals.ts'
import { nurseOf } from '../patients/admission.ts'
import type { EncounterBuilder } from '../patients/encounter-builder.ts'

/** Seeds one set of vital signs recorded by the patient's nurse. */
export function seedVitals(stay: EncounterBuilder, at: string, values: Partial<Record<VitalSign, number>>): void {
  const nurse = nurseOf(stay.demo)
  const all = Object.fromEntries(Object.keys(vitalSigns).map((sign) => [sign, values[sign as VitalSign] ?? null])) as Record<
    VitalSign,
    number | null
  >
  const [first, ...others] = buildVitals({ ...stay.authorship(nurse, at), values: all, effectiveAt: at, newId: stay.chance.id }).map(
    ({ observation }) => observation,
  )
  if (first) stay.record(nurse, at, [first, ...others], [{ type: 'encounter.vitals.recorded', resource: first, related: others, data: {} }])
}
