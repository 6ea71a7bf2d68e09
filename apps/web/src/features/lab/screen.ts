import { FlaskConical } from 'lucide-react'
import { defineScreen } from '../../lib/define-tab.ts'
import { useBenchCount } from './use-bench.ts'

export const screen = defineScreen({
  path: 'lab',
  order: 40,
  key: 'l',
  title: { en: 'Laboratory bench', ar: 'منضدة المختبر' },
  icon: FlaskConical,
  roles: ['labTechnician'],
  useCount: useBenchCount,
  page: () => import('./lab-screen.tsx').then((module) => module.LabScreen),
})
