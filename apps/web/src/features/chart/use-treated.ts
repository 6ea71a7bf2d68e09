import type { PatientId } from '@wardline/events'
import { type NamedPatient, usePatientIdentity } from '../../sync/hooks/use-patient-identity.ts'
import { useUser } from '../../sync/workflow-context.tsx'

/** The patient, for those who may write into the chart: physicians and nurses. Others are offered no entry; the server decides again. */
export function useEditablePatient(patientId: PatientId): NamedPatient | null {
  const { role } = useUser()
  const patient = usePatientIdentity(patientId)
  return role === 'physician' || role === 'nurse' ? patient : null
}
