import type { AllergyRow } from '@wardline/events'
import { AllergyStrip } from '@wardline/ui'
import { allergyStateOf } from '../../../clinical/allergy-state.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { texts } from '../texts.ts'

export interface AllergiesLineProps {
  readonly allergies: readonly AllergyRow[]
}

/** Allergies of the patient, shown while prescribing; they are not checked against the medication. */
export function AllergiesLine({ allergies }: AllergiesLineProps) {
  const t = useTexts(texts)
  return (
    <>
      {t('allergies')} <AllergyStrip allergies={allergyStateOf({ status: 'ready', rows: allergies })} shown={4} />
    </>
  )
}
