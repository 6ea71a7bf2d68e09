import { allergiesView, medicationsView, type PatientId, resultsView, rooms, vitalsView } from '@wardline/events'
import { useTRPC } from '../../../api/trpc.ts'
import { useView } from '../../../sync/hooks/use-view.ts'

/** Enough to reach the last INR of a patient with a panel every six hours for two weeks. */
const RESULTS_LIMIT = 1_000
const VITALS_LIMIT = 400

/** Live lists of the patient shown during verification (PHQ-9); each loads and fails on its own. */
export function usePatientContext(patientId: PatientId) {
  const trpc = useTRPC()
  const source = { room: rooms.patient(patientId) }
  const allergies = useView(allergiesView, source, trpc.allergies.list.queryOptions({ patientId }))
  const medications = useView(medicationsView, source, trpc.medications.list.queryOptions({ patientId }))
  const results = useView(resultsView, source, trpc.results.list.queryOptions({ patientId, limit: RESULTS_LIMIT }))
  const vitals = useView(vitalsView, source, trpc.vitals.list.queryOptions({ patientId, limit: VITALS_LIMIT }))
  return { allergies, medications, results, vitals }
}
export type PatientContext = ReturnType<typeof usePatientContext>

/** Whether the lists by which an order is judged are on screen: all, not yet, or one of them could not be loaded. */
export function judgementOf(context: PatientContext): 'ready' | 'loading' | 'unavailable' {
  const statuses = Object.values(context).map(({ status }) => status)
  if (statuses.every((status) => status === 'ready')) return 'ready'
  return statuses.includes('loading') ? 'loading' : 'unavailable'
}
