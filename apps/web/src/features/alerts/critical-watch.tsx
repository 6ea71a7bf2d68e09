import { type AlertRow, audienceOf, myAlertsView, rooms } from '@wardline/events'
import { Clin, CriticalDialog, useAnnounce, useFormats } from '@wardline/ui'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { useTRPC } from '../../api/trpc.ts'
import { identityOf } from '../../clinical/patient-identity.ts'
import { useTexts } from '../../i18n/define-texts.ts'
import { useLanguage } from '../../i18n/language.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { pauseSound } from '../../sound/sound.ts'
import { useLocationLabel } from '../../sync/hooks/use-location-label.ts'
import { useView } from '../../sync/hooks/use-view.ts'
import { useUser } from '../../sync/workflow-context.tsx'
import { alertTexts } from './texts.ts'
import { useAcknowledge } from './use-acknowledge.ts'
import { useAttention } from './use-attention.ts'

/** Interrupts the user on any screen with a critical result addressed to them; nothing else may interrupt (ATT-8). */
export function CriticalWatch() {
  const { role } = useUser()
  return myAlertsView.audiences.includes(audienceOf(role)) ? <CriticalAlerts /> : null
}

function CriticalAlerts() {
  const t = useTexts(alertTexts)
  const trpc = useTRPC()
  const { userId } = useUser()
  const { rows } = useView(myAlertsView, { room: rooms.user(userId) }, trpc.alerts.list.queryOptions({}))
  const raised = rows.filter(({ state }) => state === 'raised')
  const { isDeferred, defer, endDeferral } = useDeferral()
  const shown = raised.find((alert) => !isDeferred(alert)) ?? null
  useAttention(raised, shown)
  useAnnounceAlerts(rows)

  const shortcut = { group: t('group') }
  useKeys(
    raised.length > 0
      ? [
          { ...shortcut, keys: 'Mod+.', label: t('oldest'), run: endDeferral },
          { ...shortcut, keys: 'm', label: t('pause'), run: pauseSound },
        ]
      : [],
  )
  return shown && <CriticalAlertDialog key={shown.id} alert={shown} onDefer={() => defer(shown)} />
}

/**
 * "Open chart" defers the dialog while that chart is open, where the alert bar offers the same action. Leaving the
 * chart without acknowledging shows the dialog again (INB-14).
 */
function useDeferral() {
  const { pathname } = useLocation()
  const [deferredPatientId, setDeferredPatientId] = useState<string | null>(null)
  const isChartOf = (patientId: string) => pathname.startsWith(`/patients/${patientId}/`) || pathname === `/patients/${patientId}`
  const hasLeftChart = deferredPatientId !== null && !isChartOf(deferredPatientId)
  useEffect(() => {
    if (hasLeftChart) setDeferredPatientId(null)
  }, [hasLeftChart])
  return {
    isDeferred: ({ patient }: AlertRow) => deferredPatientId === patient.patientId && !hasLeftChart,
    defer: ({ patient }: AlertRow) => setDeferredPatientId(patient.patientId),
    endDeferral: () => setDeferredPatientId(null),
  }
}

/** Announces new critical results assertively and acknowledgements by colleagues politely (A11Y-4). */
function useAnnounceAlerts(rows: readonly AlertRow[]): void {
  const t = useTexts(alertTexts)
  const announce = useAnnounce()
  const { userId } = useUser()
  const { language } = useLanguage()
  const knownStates = useRef<ReadonlyMap<string, AlertRow['state']>>(new Map())
  const announceChanges = useEffectEvent((all: readonly AlertRow[]) => {
    for (const row of all) {
      const before = knownStates.current.get(row.id)
      const { name } = identityOf(row.patient, language)
      if (row.state === 'raised' && before === undefined)
        announce.alert(
          t(row.kind === 'device' ? 'announceDevice' : 'announce', {
            test: row.display,
            value: `${row.value ?? ''} ${row.unit ?? ''}`.trim(),
            name,
          }),
        )
      if (row.state === 'acknowledged' && before === 'raised' && row.acknowledgedBy?.userId !== userId)
        announce.polite(t('announceAcknowledged', { by: row.acknowledgedBy?.name ?? '', test: row.display, name }))
    }
    knownStates.current = new Map(all.map(({ id, state }) => [id, state]))
  })
  useEffect(() => announceChanges(rows), [rows])
}

function CriticalAlertDialog({ alert, onDefer }: { alert: AlertRow; onDefer: () => void }) {
  const t = useTexts(alertTexts)
  const navigate = useNavigate()
  const formats = useFormats()
  const { language } = useLanguage()
  const locationLabel = useLocationLabel()
  const { patient, previous, range, collectedAt } = alert
  const { run, busy, error } = useAcknowledge(alert)
  const isTextResult = alert.kind !== 'value'

  const limits = [range && t('range', { range: range.text }), alert.limit && t('limit', { limit: alert.limit })].filter(Boolean).join(' · ')
  const context = [
    previous && t('before', { value: previous.value, time: formats.dateTime(previous.collectedAt, { year: false }) }),
    collectedAt && t(alert.kind === 'device' ? 'sounded' : 'collected', { time: formats.time(collectedAt) }),
    alert.kind !== 'device' && t('released', { time: formats.time(alert.knownAt), by: alert.releasedBy }),
  ]
  return (
    <CriticalDialog
      open
      alertId={alert.id}
      patient={identityOf(patient, language)}
      place={locationLabel.whole(patient)}
      title={alert.kind === 'value' ? undefined : t(alert.kind)}
      value={isTextResult ? null : alert.value}
      finding={isTextResult ? alert.value : null}
      unit={alert.unit}
      flag={alert.flag}
      name={alert.display}
      limits={limits && <Clin>{limits}</Clin>}
      context={context.filter(Boolean).join(' · ')}
      others={alert.notify.length > 1 ? alert.notify.map(({ name }) => name).join(', ') : undefined}
      knownSince={alert.knownAt}
      busy={busy}
      error={error}
      onActing={run}
      onOpenChart={() => {
        onDefer()
        void navigate(`/patients/${patient.patientId}/${isTextResult ? 'chart' : 'results'}`)
      }}
    />
  )
}
