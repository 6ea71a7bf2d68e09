import type { Subject } from '@wardline/events'
import { useLanguage } from '../../i18n/language.ts'
import { useUser } from '../workflow-context.tsx'

type Location = Pick<Subject, 'unitName' | 'bed'> & { readonly unitId: string }

/** Ward and bed in one line, in the user's language; never an identifier of the patient (ID-8). */
export function useLocationLabel(): {
  readonly unit: (location: Location) => string
  readonly whole: (location: Location) => string
  /** Without the ward's specialty, for lists of many patients: `Ward 3 · Bed 12`. */
  readonly short: (location: Location) => string
} {
  const { units } = useUser()
  const { language } = useLanguage()
  const unit = (location: Location) =>
    (language === 'ar' && units.find(({ unitId }) => unitId === location.unitId)?.nameAr) || location.unitName
  const line = (name: string, { bed }: Location) => [name, bed].filter(Boolean).join(' · ')
  return {
    unit,
    whole: (location) => line(unit(location), location),
    short: (location) => line(unit(location).split(' · ')[0] ?? '', location),
  }
}
