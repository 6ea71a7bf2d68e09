import { allergiesView, type MedicationRow, type PatientId, rooms } from '@wardline/events'
import { Card, Loading, Refused, useFormats } from '@wardline/ui'
import { useTRPC } from '../../../api/trpc.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import type { TabPageProps } from '../../../navigation/define-tab.ts'
import { useChart } from '../../../sync/hooks/use-chart.ts'
import { usePatientIdentity } from '../../../sync/hooks/use-patient-identity.ts'
import { type LiveList, useView } from '../../../sync/hooks/use-view.ts'
import { texts } from '../texts.ts'
import { Prescriber } from './prescriber.tsx'

export interface PrescribingProps extends TabPageProps {
  readonly patientId: PatientId
  readonly medicines: LiveList<MedicationRow>
}

/** Prescribing. Available once identity, allergies and current medications have loaded, and never for a deceased patient (SHL-17, ID-7). */
export function Prescribing({ patientId, medicines }: PrescribingProps) {
  const t = useTexts(texts)
  const trpc = useTRPC()
  const formats = useFormats()
  const { patient } = useChart(patientId)
  const namedPatient = usePatientIdentity(patientId)
  const allergies = useView(allergiesView, { room: rooms.patient(patientId) }, trpc.allergies.list.queryOptions({ patientId }))

  if (patient?.isDeceased)
    return (
      <Card title={t('prescribe')}>
        <Refused reason={patient.deceasedAt ? t('deceased', { date: formats.date(patient.deceasedAt) }) : t('deceasedDateNotKnown')} />
      </Card>
    )
  if (!namedPatient || allergies.status !== 'ready' || medicines.status !== 'ready')
    return (
      <Card title={t('prescribe')} note={t('waitForPatient')}>
        <Loading rows={3} />
      </Card>
    )
  return (
    <Prescriber
      patientId={patientId}
      patient={namedPatient.identity}
      place={namedPatient.place}
      allergies={allergies.rows}
      rows={medicines.rows}
    />
  )
}
