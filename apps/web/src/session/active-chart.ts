import type { PatientId } from '@wardline/events'
import { useEffect } from 'react'
import { createStore } from 'zustand/vanilla'

/** So soon after another patient was in view, hands are faster than eyes (ID-13, Adelman JAMIA 2013). */
export const JUST_CHANGED_MS = 10_000

interface InView {
  readonly patientId: PatientId | null
  /** Local ms since when it is this patient. */
  readonly since: number
  readonly openCharts: number
}

const inView = createStore<InView>(() => ({ patientId: null, since: 0, openCharts: 0 }))

/** Said by the chart page: whose chart is on screen, and how many are open. */
export function useActiveChart(patientId: PatientId, openCharts: number): void {
  useEffect(() => {
    inView.setState(({ patientId: before, since }) => ({ patientId, openCharts, since: before === patientId ? since : Date.now() }))
  }, [patientId, openCharts])
}

/** Whether a signature for the patient in view asks once more who it is. */
export function asksWhoItIs(now: number = Date.now()): boolean {
  const { since, openCharts } = inView.getState()
  return openCharts > 1 || now - since < JUST_CHANGED_MS
}
