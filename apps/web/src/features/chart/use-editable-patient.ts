import type { PatientId } from '@wardline/events'
import { type NamedPatient, usePatientIdentity } from '../../sync/hooks/use-patient-identity.ts'
import { useUser } from '../../sync/workflow-context.tsx'

/** Returns the patient for roles that may write to the chart (physicians, nurses), else null; the server checks again. */
export function useEditablePatient(patientId: PatientId): NamedPatient | null {
  const { role } = useUser()
  const patient = usePatientIdentity(patientId)
  return role === 'physician' || role === 'nurse' ? patient : null
}
