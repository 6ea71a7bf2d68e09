import { medicationsView } from '@wardline/events'
import { defineTab } from '../../navigation/define-tab.ts'
import { useProgressCounts } from './use-progress.ts'

export const tab = defineTab({
  path: 'pharmacy',
  order: 50,
  // Not `p`: `g p` opens the pharmacy queue, also from inside a chart.
  key: 'h',
  title: { en: 'Pharmacy', ar: 'الصيدلية' },
  views: [medicationsView],
  useCounts: useProgressCounts,
  page: () => import('./pharmacy-progress-tab.tsx').then((module) => module.PharmacyProgressTab),
})
