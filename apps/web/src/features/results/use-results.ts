import { alertsView, type PatientId, type ResultRow, resultsView, rooms } from '@wardline/events'
import { useCallback } from 'react'
import { useTRPC } from '../../lib/trpc.ts'
import { useView } from '../../workflow/use-view.ts'

/** The patient's results, page by page, newest collection first. */
export const useResults = (patientId: PatientId) =>
  useView(resultsView, { room: rooms.patient(patientId) }, useTRPC().results.list.queryOptions({ patientId }))

/** The patient's critical alerts: whether a value was acknowledged, and which limit it passed. */
export const usePatientAlerts = (patientId: PatientId) =>
  useView(alertsView, { room: rooms.patient(patientId) }, useTRPC().alerts.list.queryOptions({ patientId }))

/** As many as a course can draw apart; more are asked for by the page. */
const COURSE_LENGTH = 500

/** Everything that was reported under one code, beyond what the lists have loaded. */
export function useCourse(patientId: PatientId, code: string | null) {
  const trpc = useTRPC()
  const keep = useCallback((row: ResultRow) => row.code === code, [code])
  return useView(
    resultsView,
    { room: rooms.patient(patientId) },
    trpc.results.trend.queryOptions({ patientId, code: code ?? '-', limit: COURSE_LENGTH }),
    { keep, enabled: code !== null && code !== '' },
  )
}
