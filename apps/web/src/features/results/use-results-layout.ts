import { useSearchParams } from 'react-router'
import { type Period, periods } from './filter/filters.ts'

export const views = ['cumulative', 'reports', 'new'] as const
export type ResultsView = (typeof views)[number]

export interface ResultsLayout {
  readonly view: ResultsView
  readonly period: Period
  readonly abnormalOnly: boolean
  /** Report id from the URL. */
  readonly reportId: string | null
  readonly change: (next: Partial<Pick<ResultsLayout, 'view' | 'period' | 'abnormalOnly'>>) => void
}

/** View and filter of the results, kept in the URL so that a link shows the same (SHL-8). */
export function useResultsLayout(): ResultsLayout {
  const [params, setParams] = useSearchParams()
  const reportId = params.get('report')
  const view = views.find((candidate) => candidate === params.get('view')) ?? (reportId ? 'reports' : 'cumulative')
  const period = periods.find((candidate) => candidate === params.get('period')) ?? 'all'
  const abnormalOnly = params.get('abnormal') === 'only'
  return {
    view,
    period,
    abnormalOnly,
    reportId,
    change: (next) => {
      const nextLayout = { view, period, abnormalOnly, ...next }
      const nextParams: Record<string, string> = {
        ...(nextLayout.view === 'cumulative' ? {} : { view: nextLayout.view }),
        ...(nextLayout.period === 'all' ? {} : { period: nextLayout.period }),
        ...(nextLayout.abnormalOnly ? { abnormal: 'only' } : {}),
      }
      setParams(nextParams, { replace: true })
    },
  }
}
