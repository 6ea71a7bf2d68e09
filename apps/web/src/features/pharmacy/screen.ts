import { Pill } from 'lucide-react'
import { defineScreen } from '../../navigation/define-tab.ts'
import { useQueueCount } from './queue/use-queue.ts'

export const screen = defineScreen({
  path: 'pharmacy',
  order: 30,
  key: 'p',
  title: { en: 'Pharmacy queue', ar: 'قائمة عمل الصيدلية' },
  icon: Pill,
  roles: ['pharmacist'],
  useCount: useQueueCount,
  page: () => import('./pharmacy-screen.tsx').then((module) => module.PharmacyScreen),
})
