import { type PatientId, type ProblemRow, problemsView, resultsView, rooms, vitalsView } from '@wardline/events'
import { useTRPC } from '../../../api/trpc.ts'
import { type LiveList, useView } from '../../../sync/hooks/use-view.ts'

/** Returns the live lists needed while ordering; the chart already subscribes to them (ORD-10). */
export function useOrderContext(patientId: PatientId) {
  const trpc = useTRPC()
  const at = { room: rooms.patient(patientId) }
  const results = useView(resultsView, at, trpc.results.list.queryOptions({ patientId }))
  const vitals = useView(vitalsView, at, trpc.vitals.list.queryOptions({ patientId }))
  const problems: LiveList<ProblemRow> = useView(problemsView, at, trpc.problems.list.queryOptions({ patientId }))
  return { results, vitals, problems }
}
export type OrderContext = ReturnType<typeof useOrderContext>
