import { allergiesView, medicationsView, problemsView, resultsView, vitalsView } from '@wardline/events'
import { defineTab } from '../../navigation/define-tab.ts'

export const tab = defineTab({
  path: 'chart',
  order: 10,
  key: 'c',
  title: { en: 'Chart', ar: 'الملف' },
  views: [vitalsView, resultsView, medicationsView, problemsView, allergiesView],
  page: () => import('./chart-tab.tsx').then((module) => module.ChartTab),
})
