import type { Subject } from '@wardline/events'
import { useLanguage } from '../../i18n/language.ts'
import { useUser } from '../workflow-context.tsx'

type Placed = Pick<Subject, 'unitName' | 'bed'> & { readonly unitId: string }

/** Ward and bed in one line, in the user's language; never an identifier of the patient (ID-8). */
export function useLocationLabel(): {
  readonly unit: (of: Placed) => string
  readonly whole: (of: Placed) => string
  /** Without the ward's specialty, for lists of many patients: `Ward 3 · Bed 12`. */
  readonly short: (of: Placed) => string
} {
  const { units } = useUser()
  const { language } = useLanguage()
  const unit = (of: Placed) => (language === 'ar' && units.find(({ unitId }) => unitId === of.unitId)?.nameAr) || of.unitName
  const line = (name: string, { bed }: Placed) => [name, bed].filter(Boolean).join(' · ')
  return { unit, whole: (of) => line(unit(of), of), short: (of) => line(unit(of).split(' · ')[0] ?? '', of) }
}
