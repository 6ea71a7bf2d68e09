import { chartStripe, type OpenChart, useFormats } from '@wardline/ui'
import { useLanguage } from '../lib/language.ts'
import { identityOf } from '../lib/patient-identity.ts'
import { useTexts } from '../lib/texts.ts'
import { useOpenCharts } from '../workflow/use-chart.ts'
import { useOpenChartStore } from './open-charts.ts'
import { shellTexts } from './texts.ts'

/** The open charts as their tabs name them, from the live rows of their patients (ID-11). */
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
