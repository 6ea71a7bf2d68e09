import type { PatientId } from '@wardline/events'
import type { PatientIdentity } from '@wardline/ui'
import { identityOf } from '../../clinical/patient-identity.ts'
import { useLanguage } from '../../i18n/language.ts'
import { useChart } from './use-chart.ts'
import { useLocationLabel } from './use-location-label.ts'

export interface NamedPatient {
  readonly identity: PatientIdentity
  /** `Ward 3 · Bed 12`: location, never an identifier. */
  readonly place: string
}

/** Identity of the open chart's patient for sheets and buttons; null until the banner is loaded, and nothing can be signed before that (SHL-17). */
export function usePatientIdentity(patientId: PatientId): NamedPatient | null {
  const { language } = useLanguage()
  const locations = useLocationLabel()
  const { patient } = useChart(patientId)
  if (!patient) return null
  return {
    identity: identityOf(patient, language),
    place: locations.whole(patient),
  }
}
