import Box from '@mui/material/Box'
import type { AllergyRow } from '@wardline/events'
import { useTexts } from '../../../i18n/define-texts.ts'
import { texts } from '../texts.ts'

export interface AllergiesLineProps {
  readonly allergies: readonly AllergyRow[]
}

/** What the patient reacts to, in view while prescribing: nothing here compares it with the medicine. */
export function AllergiesLine({ allergies }: AllergiesLineProps) {
  const t = useTexts(texts)
  const known = allergies.filter(({ noKnownAllergies }) => !noKnownAllergies)
  if (known.length === 0) return <>{t('allergiesNone')}</>
  const named = known.map(({ substance, reactions }) => [substance, reactions[0]?.manifestation].filter(Boolean).join(' — ')).join(' · ')
  return (
    <Box component="span" sx={{ color: 'crit.main', fontWeight: 600 }}>
      {t('allergies', { allergies: named })}
    </Box>
  )
}
