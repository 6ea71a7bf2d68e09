import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import type { MedicationRow } from '@wardline/events'
import { Clin, fmtDose, MedicationLine, StatusChip, tallMan } from '@wardline/ui'
import { useMedicationLine } from '../../../clinical/medication-line.ts'
import { routeName, sigLanguages } from '../../../clinical/sig.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useLanguage } from '../../../i18n/language.ts'
import { useFormatTime } from '../../../time/use-format-time.ts'
import { texts } from '../texts.ts'
import type { Drug } from './prescription.ts'

/** The selected medication with form and high-alert tag, and a button that fills in its usual order. */
export function SelectedDrug({ drug, onApplyUsual }: { readonly drug: Drug; readonly onApplyUsual: () => void }) {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const { value, unit, route, frequency } = drug.usual
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', alignItems: 'start', gap: 1.5 }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', gap: 2 }}>
        <Box component="bdi" dir="ltr" sx={{ fontSize: 16, fontWeight: 680 }}>
          {tallMan(drug.generic)}
        </Box>
        <Box component="bdi" dir="ltr" sx={{ color: 'muted' }}>
          {drug.form}
        </Box>
        {drug.highAlert && <StatusChip tone="warn">{t('highAlert')}</StatusChip>}
      </Box>
      <Button onClick={onApplyUsual}>
        {t('startFromUsual', {
          usual: [fmtDose(value, unit), routeName(route, language), sigLanguages[language].frequencies[frequency]].join(' · '),
        })}
      </Button>
    </Box>
  )
}

/** An active medication with the same ingredient, with prescriber and time. */
export function ActiveDuplicate({ row }: { readonly row: MedicationRow }) {
  const t = useTexts(texts)
  const formatTime = useFormatTime()
  const line = useMedicationLine()
  return (
    <div>
      {t('sameActive')} <MedicationLine {...line(row)} />
      <Box component="span" sx={{ color: 'muted' }}>
        {' '}
        · <bdi>{row.requester.name}</bdi> <Clin>{formatTime(row.authoredAt)}</Clin>
      </Box>
    </div>
  )
}
