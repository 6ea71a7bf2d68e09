import type { PatientId } from '@wardline/events'
import { useEffect } from 'react'
import { createStore } from 'zustand/vanilla'

/** Time after a patient change in which wrong-patient errors are most likely (ID-13, Adelman JAMIA 2013). */
export const JUST_CHANGED_MS = 10_000

interface ActiveChart {
  readonly patientId: PatientId | null
  /** Local ms since when this patient has been shown. */
  readonly since: number
  readonly openCharts: number
}

const activeChart = createStore<ActiveChart>(() => ({ patientId: null, since: 0, openCharts: 0 }))

/** Called by the chart page with the patient on screen and the number of open charts. */
export function useActiveChart(patientId: PatientId, openCharts: number): void {
  useEffect(() => {
    activeChart.setState(({ patientId: before, since }) => ({ patientId, openCharts, since: before === patientId ? since : Date.now() }))
  }, [patientId, openCharts])
}

/** Whether a signature for the current patient requires identity confirmation. */
export function needsIdentityConfirmation(now: number = Date.now()): boolean {
  const { since, openCharts } = activeChart.getState()
  return openCharts > 1 || now - since < JUST_CHANGED_MS
}
