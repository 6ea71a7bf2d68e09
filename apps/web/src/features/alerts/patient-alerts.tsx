import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { type AlertRow, alertsView, audienceOf, type PatientId, type Role, rooms } from '@wardline/events'
import { AgeTimer, AlertBar, type AlertBarItem, Clin, LabValue, useFormats, useServerNow } from '@wardline/ui'
import { useTRPC } from '../../api/trpc.ts'
import { identityOf } from '../../clinical/patient-identity.ts'
import { useTexts } from '../../i18n/define-texts.ts'
import { useLanguage } from '../../i18n/language.ts'
import { useView } from '../../sync/hooks/use-view.ts'
import { useUser } from '../../sync/workflow-context.tsx'
import { alertTexts } from './texts.ts'
import { useAcknowledge } from './use-acknowledge.ts'

/** How long an acknowledged alert stays visible, so that colleagues see who acknowledged it (RT-9). */
const LINGER_MS = 60_000

/** Unresolved alerts of the open chart, each with its action; they never time out (SHL-5). */
export function PatientAlerts({ patientId }: { patientId: PatientId }) {
  const { role } = useUser()
  return alertsView.audiences.includes(audienceOf(role)) ? <UnresolvedAlerts patientId={patientId} /> : null
}

function UnresolvedAlerts({ patientId }: { patientId: PatientId }) {
  const t = useTexts(alertTexts)
  const trpc = useTRPC()
  const formats = useFormats()
  const now = useServerNow(1000 * 10)
  const { rows } = useView(alertsView, { room: rooms.patient(patientId) }, trpc.alerts.list.queryOptions({ patientId }))

  const raised = rows.filter(({ state }) => state === 'raised')
  const done = rows.filter(({ acknowledgedAt }) => acknowledgedAt !== null && now - Date.parse(acknowledgedAt) < LINGER_MS)
  const items = [
    ...raised.map(
      (alert): AlertBarItem => ({
        alertId: alert.id,
        tone: alert.urgent ? 'crit' : 'warn',
        what: <AlertSummary alert={alert} />,
        detail: <AlertDetail alert={alert} />,
        timing: (
          <>
            {t('known')} <AgeTimer since={alert.knownAt} />
          </>
        ),
        action: <AcknowledgeButton alert={alert} />,
      }),
    ),
    ...done.map(
      (alert): AlertBarItem => ({
        alertId: alert.id,
        tone: 'info',
        what: <AlertSummary alert={alert} />,
        detail: t('acknowledged', { name: alert.acknowledgedBy?.name ?? '', time: formats.time(alert.acknowledgedAt ?? '') }),
      }),
    ),
  ]
  return <AlertBar alerts={items} />
}

const AlertSummary = ({ alert }: { alert: AlertRow }) => (
  <>
    {alert.display}{' '}
    {alert.kind === 'value' ? (
      <LabValue value={alert.value} unit={alert.unit} flag={alert.flag} />
    ) : (
      <Box component="bdi" dir="auto" sx={{ color: alert.urgent ? 'crit.main' : 'warn.main' }}>
        {alert.value}
      </Box>
    )}
  </>
)

function AlertDetail({ alert }: { alert: AlertRow }) {
  const t = useTexts(alertTexts)
  const formats = useFormats()
  if (alert.kind === 'device') return t('sounded', { time: formats.time(alert.collectedAt ?? alert.knownAt) })
  return (
    <>
      {alert.collectedAt && <>{t('collected', { time: formats.time(alert.collectedAt) })} · </>}
      {t('released', { time: formats.time(alert.knownAt), by: alert.releasedBy })}
      {alert.limit && (
        <>
          {' · '}
          <Clin>{t('limit', { limit: alert.limit })}</Clin>
        </>
      )}
    </>
  )
}

/** Roles that may acknowledge; the laboratory has read-only access (LAB-9). */
const acknowledgingRoles: readonly Role[] = ['physician', 'nurse', 'pharmacist']

function AcknowledgeButton({ alert }: { alert: AlertRow }) {
  const { role } = useUser()
  return acknowledgingRoles.includes(role) ? <AcknowledgeAction alert={alert} /> : null
}

function AcknowledgeAction({ alert }: { alert: AlertRow }) {
  const t = useTexts(alertTexts)
  const { language } = useLanguage()
  const { run, busy, error } = useAcknowledge(alert)
  return (
    <>
      {error && <span role="alert">{error}</span>}
      <Button variant="contained" color={alert.urgent ? 'error' : 'primary'} disabled={busy} onClick={run}>
        {busy ? t('acknowledging') : t('acknowledge', { name: identityOf(alert.patient, language).name })}
      </Button>
    </>
  )
}
