import { MailWarning } from 'lucide-react'
import { defineScreen } from '../../navigation/define-tab.ts'
import { useLetterCount } from './use-letters.ts'

export const screen = defineScreen({
  path: 'admin/dead-letters',
  order: 92,
  key: null,
  title: { en: 'Dead letters', ar: 'الرسائل المتعذرة' },
  icon: MailWarning,
  roles: ['administrator'],
  atFoot: true,
  useCount: useLetterCount,
  page: () => import('./dead-letters-page.tsx').then((module) => module.DeadLettersPage),
})
