import { medicationsView } from '@wardline/events'
import { defineTab } from '../../navigation/define-tab.ts'
import { useMedicationCounts } from './list/use-medication-counts.ts'

export const tab = defineTab({
  path: 'medications',
  order: 40,
  key: 'm',
  title: { en: 'Medications', ar: 'الأدوية' },
  views: [medicationsView],
  useCounts: useMedicationCounts,
  page: () => import('./medications-tab.tsx').then((module) => module.MedicationsTab),
})
