import { Activity } from 'lucide-react'
import { defineScreen } from '../../navigation/define-tab.ts'

export const screen = defineScreen({
  path: 'admin/operations',
  order: 91,
  key: null,
  title: { en: 'Operations', ar: 'التشغيل' },
  icon: Activity,
  roles: ['administrator'],
  atFoot: true,
  page: () => import('./operations-page.tsx').then((module) => module.OperationsPage),
})
