import type { PatientId } from '@wardline/events'
import { create } from 'zustand'

/** Four charts side by side caused no harm in a trial; more were not studied (ID-10, Adelman JAMA 2019). */
export const MAX_OPEN_CHARTS = 4

export interface OpenChart {
  readonly patientId: PatientId
  /** Index of the chart's colour stripe, constant while it is open (ID-11). */
  readonly stripe: number
}

interface OpenCharts {
  readonly charts: readonly OpenChart[]
}

export const useOpenChartStore = create<OpenCharts>(() => ({ charts: [] }))

const freeStripe = (charts: readonly OpenChart[]) =>
  Array.from({ length: MAX_OPEN_CHARTS }, (_, stripe) => stripe).find((stripe) => charts.every((chart) => chart.stripe !== stripe)) ?? 0

export const openCharts = {
  /** Returns false if four charts are already open. */
  open(patientId: PatientId): boolean {
    const { charts } = useOpenChartStore.getState()
    if (charts.some((chart) => chart.patientId === patientId)) return true
    if (charts.length >= MAX_OPEN_CHARTS) return false
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
