import { allergiesView, audienceOf, type PatientId, type PatientRow, rooms, vitalsView } from '@wardline/events'
import { chartStripe, PatientBanner } from '@wardline/ui'
import { useTRPC } from '../../api/trpc.ts'
import { allergyStateOf } from '../../clinical/allergy-state.ts'
import { identityOf } from '../../clinical/patient-identity.ts'
import { useLanguage } from '../../i18n/language.ts'
import { useLocationLabel } from '../../sync/hooks/use-location-label.ts'
import { usePresence } from '../../sync/hooks/use-presence.ts'
import { useView } from '../../sync/hooks/use-view.ts'
import { useUser } from '../../sync/workflow-context.tsx'
import { PresenceChip } from '../charts/presence-chip.tsx'
import { weightOf } from './banner-facts.ts'
import { useNamesakes } from './use-namesakes.ts'

/** Patient banner: always shown, always live, with an explicit state when allergies could not be loaded (ID-1, SHL-2). */
export function ChartBanner({ patient, stripe }: { patient: PatientRow; stripe: number }) {
  const trpc = useTRPC()
  const { role } = useUser()
  const { language } = useLanguage()
  const patientId = patient.patientId as PatientId
  const room = rooms.patient(patientId)
  const allergies = useView(allergiesView, { room }, trpc.allergies.list.queryOptions({ patientId }), {
    enabled: allergiesView.audiences.includes(audienceOf(role)),
  })
  const canReadVitals = vitalsView.audiences.includes(audienceOf(role))
  const vitals = useView(vitalsView, { room }, trpc.vitals.list.queryOptions({ patientId }), { enabled: canReadVitals })
  const others = usePresence(room, 'viewing')
  const namesakes = useNamesakes(patient)
  const locations = useLocationLabel()

  return (
    <PatientBanner
      patient={{ ...identityOf(patient, language), title: language === 'en' ? patient.prefix : null }}
      allergies={allergyStateOf(allergies)}
      unit={locations.unit(patient)}
      bed={patient.bed}
      weight={canReadVitals && vitals.status === 'ready' ? weightOf(vitals.rows) : undefined}
      namesakes={namesakes}
      stripe={chartStripe(stripe)}
      presence={<PresenceChip others={others} />}
    />
  )
}
