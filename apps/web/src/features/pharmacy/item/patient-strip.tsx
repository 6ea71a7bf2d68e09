import Box from '@mui/material/Box'
import type { MedicationRow } from '@wardline/events'
import { AllergyStrip, Clin, PatientHead, useFormats } from '@wardline/ui'
import { allergyStateOf } from '../../../clinical/allergy-state.ts'
import { identityOf } from '../../../clinical/patient-identity.ts'
import { latestWeight } from '../../../clinical/patient-values.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useLanguage } from '../../../i18n/language.ts'
import { useLocationLabel } from '../../../sync/hooks/use-location-label.ts'
import { itemTexts } from '../texts.ts'
import type { PatientContext } from './use-patient-context.ts'

/** Patient identity, allergies and weight; sticky, so that they stay visible beside the order. */
export function PatientStrip({ row, context }: { row: MedicationRow; context: PatientContext }) {
  const t = useTexts(itemTexts)
  const { language } = useLanguage()
  const locationLabel = useLocationLabel()
  const place = locationLabel.whole(row.patient)
  return (
    <Box
      sx={{
        position: 'sticky',
        insetBlockStart: 0,
        zIndex: 1,
        flex: 'none',
        bgcolor: 'sunk',
        borderBlockEnd: '1px solid',
        borderColor: 'line',
      }}
    >
      <PatientHead patient={identityOf(row.patient, language)} place={place} />
      <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 3, rowGap: 1, padding: '6px 16px' }}>
        <span>
          <Box component="span" sx={{ color: 'muted' }}>
            {t('allergies')}{' '}
          </Box>
          <AllergyStrip allergies={allergyStateOf(context.allergies)} shown={3} />
        </span>
        <Weight vitals={context.vitals} />
      </Box>
    </Box>
  )
}

function Weight({ vitals }: Pick<PatientContext, 'vitals'>) {
  const t = useTexts(itemTexts)
  const formats = useFormats()
  const weight = latestWeight(vitals.rows)
  if (vitals.status === 'loading') return null
  if (vitals.status !== 'ready')
    return (
      <Box component="span" sx={{ color: 'warn.main' }}>
        {t('weightUnavailable')}
      </Box>
    )
  if (!weight)
    return (
      <Box component="span" sx={{ color: 'warn.main' }}>
        {t('noWeight')}
      </Box>
    )
  const value = `${weight.value} ${weight.unit ?? ''}`
  return (
    <span>
      <Box component="span" sx={{ color: 'muted' }}>
        {t('weight')}{' '}
      </Box>
      <b>
        <Clin>{value}</Clin>
      </b>{' '}
      <Box component="small" sx={{ color: 'muted' }}>
        <Clin>{formats.dayMonth(weight.effectiveAt)}</Clin>
      </Box>
    </span>
  )
}
