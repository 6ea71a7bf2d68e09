import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import Stack from '@mui/material/Stack'
import type { PatientId } from '@wardline/events'
import { useId } from 'react'
import { useNavigate } from 'react-router'
import { useTexts } from '../../i18n/define-texts.ts'
import { shellTexts } from '../texts.ts'
import { openCharts } from './open-charts.ts'
import { useChartLabels } from './use-chart-labels.ts'

/** Prompts for a chart to close before a fifth one opens (ID-10). */
export function TooManyCharts({ patientId }: { patientId: PatientId }) {
  const t = useTexts(shellTexts)
  const titleId = useId()
  const navigate = useNavigate()
  const charts = useChartLabels()
  const cancel = () => void navigate('/patients')

  return (
    <Dialog open onClose={cancel} aria-labelledby={titleId} maxWidth="xs">
      <DialogTitle id={titleId}>{t('tooMany')}</DialogTitle>
      <DialogContent>
        {t('tooManyHint')}
        <Stack sx={{ gap: 2, marginBlockStart: 3 }}>
          {charts.map(({ chartId, name }) => (
            <Button
              key={chartId}
              onClick={() => {
                openCharts.close(chartId as PatientId)
                openCharts.open(patientId)
              }}
            >
              {t('closeAndOpen', { name })}
            </Button>
          ))}
        </Stack>
      </DialogContent>
      <DialogActions>
        <Button onClick={cancel}>{t('cancel')}</Button>
      </DialogActions>
    </Dialog>
  )
}
