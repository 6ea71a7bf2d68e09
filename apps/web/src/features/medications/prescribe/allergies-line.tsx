import Box from '@mui/material/Box'
import type { AllergyRow } from '@wardline/events'
import { useTexts } from '../../../i18n/define-texts.ts'
import { texts } from '../texts.ts'

export interface AllergiesLineProps {
  readonly allergies: readonly AllergyRow[]
}

/** Allergies of the patient, shown while prescribing; they are not checked against the medication. */
export function AllergiesLine({ allergies }: AllergiesLineProps) {
  const t = useTexts(texts)
  const realAllergies = allergies.filter(({ noKnownAllergies }) => !noKnownAllergies)
  if (realAllergies.length === 0) return <>{t('allergiesNone')}</>
  const allergyList = realAllergies
    .map(({ substance, reactions }) => [substance, reactions[0]?.manifestation].filter(Boolean).join(' — '))
    .join(' · ')
  return (
    <Box component="span" sx={{ color: 'crit.main', fontWeight: 600 }}>
      {t('allergies', { allergies: allergyList })}
    </Box>
  )
}
