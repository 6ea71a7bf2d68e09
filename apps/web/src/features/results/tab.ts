import { type PatientId, resultsView, rooms } from '@wardline/events'
import { useServerNow } from '@wardline/ui'
import { useMemo } from 'react'
import { useTexts } from '../../i18n/define-texts.ts'
import { type Count, defineTab } from '../../navigation/define-tab.ts'
import { useDerivedView } from '../../sync/hooks/use-derived-view.ts'
import { reviewCategories, reviewCounts } from './review/review.ts'
import { resultTexts } from './texts.ts'
import { useResultsQuery } from './use-results.ts'

/** Badges: critical results to review (red), then all results to review; the same rows as the list (SHL-7). */
function useCounts(patientId: PatientId): readonly Count[] {
  const t = useTexts(resultTexts)
  const now = useServerNow(3_600_000)
  const rule = useMemo(() => reviewCategories(now), [now])
  const { critical, all } = useDerivedView(resultsView, { room: rooms.patient(patientId) }, useResultsQuery(patientId), reviewCounts, rule)
  return [
    ...(critical > 0 ? [{ value: critical, label: t('criticalToReview', { count: critical }), tone: 'crit' as const }] : []),
    ...(all > critical ? [{ value: all, label: t('toReview', { count: all }) }] : []),
  ]
}

export const tab = defineTab({
  path: 'results',
  order: 30,
  key: 'r',
  title: { en: 'Results', ar: 'النتائج' },
  views: [resultsView],
  useCounts,
  page: () => import('./results-tab.tsx').then((module) => module.ResultsTab),
})
