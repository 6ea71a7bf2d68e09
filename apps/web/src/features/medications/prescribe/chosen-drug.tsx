import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import type { MedicationRow } from '@wardline/events'
import { Clin, fmtDose, MedicationLine, StatusChip, tallMan } from '@wardline/ui'
import { useMedicineLine } from '../../../clinical/medicine.ts'
import { routeName, sigLanguages } from '../../../clinical/sig.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useLanguage } from '../../../i18n/language.ts'
import { useFormatTime } from '../../../time/use-format-time.ts'
import { texts } from '../texts.ts'
import type { Drug } from './prescription.ts'

/** The chosen medicine with its form, its tag, and the usual order as an offer that nobody has to take. */
export function ChosenDrug({ drug, onUsual }: { readonly drug: Drug; readonly onUsual: () => void }) {
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
      <Button onClick={onUsual}>
        {t('startFromUsual', {
          usual: [fmtDose(value, unit), routeName(route, language), sigLanguages[language].frequencies[frequency]].join(' · '),
        })}
      </Button>
    </Box>
  )
}

/** The same medicine as it is active already, with who and when. */
export function SameMedicine({ row }: { readonly row: MedicationRow }) {
  const t = useTexts(texts)
  const when = useFormatTime()
  const line = useMedicineLine()
  return (
    <div>
      {t('sameActive')} <MedicationLine {...line(row)} />
      <Box component="span" sx={{ color: 'muted' }}>
        {' '}
        · <bdi>{row.requester.name}</bdi> <Clin>{when(row.authoredAt)}</Clin>
      </Box>
    </div>
  )
}
