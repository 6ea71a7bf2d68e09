import { type ClinicalEvent, idOf, pick, reportedIn, wordsOf } from '@wardline/events'
import type { ServerMessage } from '@wardline/sync/protocol'
import type { LogEntry } from '@wardline/sync/server'
import type { Bus } from '../../bus/bus.ts'

/** A notice for one person, wherever they are signed in. */
export interface Notice {
  readonly userId: string
  readonly message: ServerMessage<'notification' | 'critical_alert'>
}

const patientIn = ({ subject }: ClinicalEvent) => ({
  patientId: subject?.patientId ?? '',
  patientName: subject?.name ?? '',
  patientMrn: subject?.mrn ?? '',
})

/** Urgent, with a sound, to be acknowledged: document 001's second payload. */
function call(
  event: ClinicalEvent<'lab.critical.alert' | 'radiology.critical.alert' | 'device.alert.triggered'>,
  alertId: string | undefined,
  type: ServerMessage<'critical_alert'>['data']['type'],
  details: ServerMessage<'critical_alert'>['data']['details'],
): readonly Notice[] {
  const { testName, value } = details
  const message: Notice['message'] = {
    type: 'critical_alert',
    data: {
      id: alertId ?? '',
      type,
      priority: 'urgent',
      title: `Critical: ${testName}`,
      message: `${testName} ${value}`,
      ...patientIn(event),
      details,
      requiresAcknowledgment: true,
    },
  }
  return event.data.notify.map(({ userId }) => ({ userId, message }))
}

function criticalValue(event: ClinicalEvent<'lab.critical.alert'>): readonly Notice[] {
  const observation = pick(event.related, 'Observation')
  if (!observation || !event.subject) return []
  const { value, unit } = reportedIn(observation)
  const testName = wordsOf(observation.code) ?? ''
  const reading = [value, unit].filter(Boolean).join(' ')
  return call(event, event.resource.id, 'critical_lab_value', { testName, value: reading, criticalReason: event.data.limit })
}

function criticalFinding(event: ClinicalEvent<'radiology.critical.alert'>): readonly Notice[] {
  if (!event.subject) return []
  const { finding } = event.data
  const testName = wordsOf(pick(event.related, 'DiagnosticReport')?.code) ?? ''
  return call(event, event.resource.id, 'critical_imaging_finding', { testName, value: finding, criticalReason: finding })
}

/** Only those of high priority name anybody. */
function deviceAlarm(event: ClinicalEvent<'device.alert.triggered'>): readonly Notice[] {
  if (!event.subject) return []
  const { sender, payload = [] } = event.resource
  const testName = sender?.display ?? event.data.deviceId
  const value = payload.flatMap(({ contentString }) => contentString ?? []).join(' · ')
  return call(event, pick(event.related, 'Task')?.id, 'device_alarm', { testName, value, criticalReason: value })
}

function resultForWhoOrdered(event: ClinicalEvent<'lab.result.available' | 'radiology.report.finalized'>): readonly Notice[] {
  const userId = idOf(pick(event.related, 'ServiceRequest')?.requester, 'Practitioner')
  if (!userId || !event.subject) return []
  const name = wordsOf(event.resource.code) ?? ''
  const [type, tab] = event.type === 'lab.result.available' ? ['lab_result_available', 'results'] : ['imaging_report_available', 'chart']
  return [
    {
      userId,
      message: {
        type: 'notification',
        data: {
          id: event.eventId,
          type,
          priority: 'normal',
          title: name,
          message: `${name}: result available`,
          ...patientIn(event),
          reportId: event.resource.id ?? null,
          action: { type: 'open', url: `/patients/${event.subject.patientId}/${tab}` },
        },
      },
    },
  ]
}

/** Whom an event concerns in person, beyond those who look at the patient. */
export function noticesOf(event: ClinicalEvent): readonly Notice[] {
  switch (event.type) {
    case 'lab.critical.alert':
      return criticalValue(event)
    case 'radiology.critical.alert':
      return criticalFinding(event)
    case 'device.alert.triggered':
      return deviceAlarm(event)
    case 'lab.result.available':
    case 'radiology.report.finalized':
      return resultForWhoOrdered(event)
    default:
      return []
  }
}

/** The notifier's name among the consumers. */
export const NOTIFIER = 'notifier'

/**
 * Calls people (document 001's two payloads), wherever they are connected. A notice only calls: what has to be acted on
 * stands in the alert and result views, which do not depend on it. Told twice it has the same id, and whoever hears it knows.
 */
export const notifying =
  (bus: Pick<Bus, 'publish'>) =>
  ({ event }: LogEntry): void => {
    for (const notice of noticesOf(event)) bus.publish('notice', notice)
  }
