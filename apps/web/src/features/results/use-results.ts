import type { inferOutput } from '@trpc/tanstack-react-query'
import { alertsView, type PatientId, type ResultRow, resultsView, rooms } from '@wardline/events'
import { useCallback } from 'react'
import { type Trpc, useTRPC } from '../../api/trpc.ts'
import { useView } from '../../sync/hooks/use-view.ts'

export const useResultsQuery = (patientId: PatientId) => useTRPC().results.list.queryOptions({ patientId })

/** The patient's results, page by page, newest collection first. */
export const useResults = (patientId: PatientId) => useView(resultsView, { room: rooms.patient(patientId) }, useResultsQuery(patientId))

/** The patient's critical alerts, with acknowledgement and exceeded limit. */
export const usePatientAlerts = (patientId: PatientId) =>
  useView(alertsView, { room: rooms.patient(patientId) }, useTRPC().alerts.list.queryOptions({ patientId }))

/** Page size; about as many points as the chart can show distinctly. */
const TREND_LENGTH = 500

type Trend = inferOutput<Trpc['results']['trend']>
/** Critical limits that apply to this patient, from the versioned table (decision 12). */
export type CriticalLimits = NonNullable<Trend['critical']>

/** Returns all results with one code, beyond the loaded list, with the critical limits that apply. */
export function useTrend(patientId: PatientId, code: string | null) {
  const trpc = useTRPC()
  const keep = useCallback((row: ResultRow) => row.code === code, [code])
  const list = useView(
    resultsView,
    { room: rooms.patient(patientId) },
    trpc.results.trend.queryOptions({ patientId, code: code ?? '-', limit: TREND_LENGTH }),
    { keep, enabled: code !== null && code !== '' },
  )
  const critical: CriticalLimits | null = (list.answer as Trend | null)?.critical ?? null
  return { list, critical }
}
