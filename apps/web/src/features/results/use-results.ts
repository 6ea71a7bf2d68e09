import type { inferOutput } from '@trpc/tanstack-react-query'
import { alertsView, type PatientId, type ResultRow, resultsView, rooms } from '@wardline/events'
import { useCallback } from 'react'
import { type Trpc, useTRPC } from '../../api/trpc.ts'
import { useView } from '../../sync/hooks/use-view.ts'

export const useResultsQuery = (patientId: PatientId) => useTRPC().results.list.queryOptions({ patientId })

/** The patient's results, page by page, newest collection first. */
export const useResults = (patientId: PatientId) => useView(resultsView, { room: rooms.patient(patientId) }, useResultsQuery(patientId))

/** The patient's critical alerts: whether a value was acknowledged, and which limit it passed. */
export const usePatientAlerts = (patientId: PatientId) =>
  useView(alertsView, { room: rooms.patient(patientId) }, useTRPC().alerts.list.queryOptions({ patientId }))

/** As many as a course can draw apart; more are asked for by the page. */
const TREND_LENGTH = 500

type Trend = inferOutput<Trpc['results']['trend']>
/** The limits that apply to this patient's values, from the versioned table (decision 12). */
export type CriticalLimits = NonNullable<Trend['critical']>

/** Everything that was reported under one code, beyond what the lists have loaded, with the limits that apply to it. */
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
