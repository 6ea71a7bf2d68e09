import { FlaskConical } from 'lucide-react'
import { defineScreen } from '../../navigation/define-tab.ts'
import { useWorklistCount } from './worklist/use-worklist.ts'

export const screen = defineScreen({
  path: 'lab',
  order: 40,
  key: 'l',
  title: { en: 'Laboratory worklist', ar: 'قائمة عمل المختبر' },
  icon: FlaskConical,
  roles: ['labTechnician'],
  useCount: useWorklistCount,
  page: () => import('./lab-screen.tsx').then((module) => module.LabScreen),
})
