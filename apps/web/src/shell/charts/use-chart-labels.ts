import { chartStripe, type OpenChart, useFormats } from '@wardline/ui'
import { identityOf } from '../../clinical/patient-identity.ts'
import { useTexts } from '../../i18n/define-texts.ts'
import { useLanguage } from '../../i18n/language.ts'
import { useOpenCharts } from '../../sync/hooks/use-chart.ts'
import { shellTexts } from '../texts.ts'
import { useOpenChartStore } from './open-charts.ts'

/** Labels of the open charts, from the live patient rows (ID-11). */
export function useChartLabels(): readonly OpenChart[] {
  const t = useTexts(shellTexts)
  const { language } = useLanguage()
  const formats = useFormats()
  const charts = useOpenChartStore(({ charts }) => charts)
  const patients = useOpenCharts(charts.map(({ patientId }) => patientId))
  return charts.map(({ patientId, stripe }, index) => {
    const patient = patients[index]
    return {
      chartId: patientId,
      name: patient ? identityOf(patient, language).name : t('loading'),
      age: patient?.birthDate ? formats.age(patient.birthDate, patient.deceasedAt ?? undefined) : null,
      stripe: chartStripe(stripe),
    }
  })
}
