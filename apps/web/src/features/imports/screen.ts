import { Database } from 'lucide-react'
import { defineScreen } from '../../navigation/define-tab.ts'

export const screen = defineScreen({
  path: 'admin/imports',
  order: 90,
  key: null,
  title: { en: 'Import', ar: 'الاستيراد' },
  icon: Database,
  roles: ['administrator'],
  atFoot: true,
  page: () => import('./imports-page.tsx').then((module) => module.ImportsPage),
})
