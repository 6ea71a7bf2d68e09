import { roles } from '@wardline/events'
import { Users } from 'lucide-react'
import { defineScreen } from '../../navigation/define-tab.ts'

export const screen = defineScreen({
  path: 'patients',
  order: 10,
  key: 'b',
  title: { en: 'Patients', ar: 'المرضى' },
  icon: Users,
  roles,
  page: () => import('./patients-page.tsx').then((module) => module.PatientsPage),
})
