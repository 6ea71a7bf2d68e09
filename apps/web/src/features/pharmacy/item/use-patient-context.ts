import { allergiesView, medicationsView, type PatientId, resultsView, rooms, vitalsView } from '@wardline/events'
import { useTRPC } from '../../../api/trpc.ts'
import { useView } from '../../../sync/hooks/use-view.ts'

/** Enough to find the last INR of somebody with a panel every six hours for a fortnight. */
const RESULTS = 1_000
const VITALS = 400

/** What stands beside the order while it is verified (PHQ-9), each list live and in its own state. */
export function usePatientContext(patientId: PatientId) {
  const trpc = useTRPC()
  const at = { room: rooms.patient(patientId) }
  const allergies = useView(allergiesView, at, trpc.allergies.list.queryOptions({ patientId }))
  const medications = useView(medicationsView, at, trpc.medications.list.queryOptions({ patientId }))
  const results = useView(resultsView, at, trpc.results.list.queryOptions({ patientId, limit: RESULTS }))
  const vitals = useView(vitalsView, at, trpc.vitals.list.queryOptions({ patientId, limit: VITALS }))
  return { allergies, medications, results, vitals }
}
export type PatientContext = ReturnType<typeof usePatientContext>
