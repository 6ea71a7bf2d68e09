import { type ClinicalEvent, displayTextOf, pick, reportedIn } from '@wardline/events'
import type { ServerMessage } from '@wardline/sync/protocol'

/* The two messages that the documents name, for clients that do not subscribe to rooms: translations of delivered events. */

const patientIn = ({ subject }: ClinicalEvent) => ({
  patientId: subject?.patientId ?? '',
  patientName: subject?.name ?? '',
  patientMrn: subject?.mrn ?? '',
})

/** An urgent notification with sound that has to be acknowledged: document 001's second payload. */
const criticalAlert = (
  event: ClinicalEvent,
  alertId: string | undefined,
  type: ServerMessage<'critical_alert'>['data']['type'],
  details: ServerMessage<'critical_alert'>['data']['details'],
): ServerMessage<'critical_alert'> => ({
  type: 'critical_alert',
  data: {
    id: alertId ?? '',
    type,
    priority: 'urgent',
    title: `Critical: ${details.testName}`,
    message: `${details.testName} ${details.value}`,
    ...patientIn(event),
    details,
    requiresAcknowledgment: true,
  },
})

function criticalValue(event: ClinicalEvent<'lab.critical.alert'>): ServerMessage<'critical_alert'> | null {
  const observation = pick(event.related, 'Observation')
  if (!observation || !event.subject) return null
  const { value, unit } = reportedIn(observation)
  const testName = displayTextOf(observation.code) ?? ''
  const reading = [value, unit].filter(Boolean).join(' ')
  return criticalAlert(event, event.resource.id, 'critical_lab_value', { testName, value: reading, criticalReason: event.data.limit })
}

function criticalFinding(event: ClinicalEvent<'radiology.critical.alert'>): ServerMessage<'critical_alert'> | null {
  if (!event.subject) return null
  const { finding } = event.data
  const testName = displayTextOf(pick(event.related, 'DiagnosticReport')?.code) ?? ''
  return criticalAlert(event, event.resource.id, 'critical_imaging_finding', { testName, value: finding, criticalReason: finding })
}

function deviceAlarm(event: ClinicalEvent<'device.alert.triggered'>): ServerMessage<'critical_alert'> | null {
  if (!event.subject) return null
  const { sender, payload = [] } = event.resource
  const testName = sender?.display ?? event.data.deviceId
  const value = payload.flatMap(({ contentString }) => contentString ?? []).join(' · ')
  return criticalAlert(event, pick(event.related, 'Task')?.id, 'device_alarm', { testName, value, criticalReason: value })
}

/** Returns the message for an event delivered to a user's room; null for other events. */
export function criticalAlertOf(event: ClinicalEvent): ServerMessage<'critical_alert'> | null {
  switch (event.type) {
    case 'lab.critical.alert':
      return criticalValue(event)
    case 'radiology.critical.alert':
      return criticalFinding(event)
    case 'device.alert.triggered':
      return deviceAlarm(event)
    default:
      return null
  }
}

/** Returns the message for the requester of a result: document 001's first payload; null for other events. */
export function notificationOf(event: ClinicalEvent): ServerMessage<'notification'> | null {
  if ((event.type !== 'lab.result.available' && event.type !== 'radiology.report.finalized') || !event.subject) return null
  const name = displayTextOf(event.resource.code) ?? ''
  const [type, tab] = event.type === 'lab.result.available' ? ['lab_result_available', 'results'] : ['imaging_report_available', 'chart']
  return {
    type: 'notification',
    data: {
      id: event.eventId,
      type,
      priority: 'normal',
      title: name,
      message: `${name}: result available`,
      ...patientIn(event),
      reportId: event.resource.id,
      action: { type: 'open', url: `/patients/${event.subject.patientId}/${tab}` },
    },
  }
}
