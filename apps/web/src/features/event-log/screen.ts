import { ScrollText } from 'lucide-react'
import { defineScreen } from '../../navigation/define-tab.ts'

export const screen = defineScreen({
  path: 'admin/log',
  order: 93,
  key: null,
  title: { en: 'Event log', ar: 'سجل الأحداث' },
  icon: ScrollText,
  roles: ['administrator'],
  atFoot: true,
  page: () => import('./log-page.tsx').then((module) => module.LogPage),
})
