import type { PatientId } from '@wardline/events'
import { create } from 'zustand'

/** Four charts side by side did no harm in a trial; beyond that nobody has looked (ID-10, Adelman JAMA 2019). */
export const MOST_CHARTS = 4

export interface OpenChart {
  readonly patientId: PatientId
  /** Which of the stripes it has as long as it is open (ID-11). */
  readonly stripe: number
}

interface OpenCharts {
  readonly charts: readonly OpenChart[]
}

export const useOpenChartStore = create<OpenCharts>(() => ({ charts: [] }))

const freeStripe = (charts: readonly OpenChart[]) =>
  Array.from({ length: MOST_CHARTS }, (_, stripe) => stripe).find((stripe) => charts.every((chart) => chart.stripe !== stripe)) ?? 0

export const openCharts = {
  /** False when four are open already: one has to be closed first. */
  open(patientId: PatientId): boolean {
    const { charts } = useOpenChartStore.getState()
    if (charts.some((chart) => chart.patientId === patientId)) return true
    if (charts.length >= MOST_CHARTS) return false
    useOpenChartStore.setState({ charts: [...charts, { patientId, stripe: freeStripe(charts) }] })
    return true
  },
  close(patientId: PatientId): void {
    useOpenChartStore.setState(({ charts }) => ({ charts: charts.filter((chart) => chart.patientId !== patientId) }))
  },
  closeAll(): void {
    useOpenChartStore.setState({ charts: [] })
  },
}
