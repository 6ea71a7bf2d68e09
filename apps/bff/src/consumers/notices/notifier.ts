import { type ClinicalEvent, displayTextOf, idOf, pick, reportedIn } from '@wardline/events'
import type { ServerMessage } from '@wardline/sync/protocol'
import type { Bus } from '../../bus/bus.ts'
import { type BatchHandler, eachEntry } from '../log/batch.ts'

/** A notification for one user, on all their connections. */
export interface Notice {
  readonly userId: string
  readonly message: ServerMessage<'notification' | 'critical_alert'>
}

const patientIn = ({ subject }: ClinicalEvent) => ({
  patientId: subject?.patientId ?? '',
  patientName: subject?.name ?? '',
  patientMrn: subject?.mrn ?? '',
})

/** An urgent notification with sound that has to be acknowledged: document 001's second payload. */
function criticalNotice(
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
  const testName = displayTextOf(observation.code) ?? ''
  const reading = [value, unit].filter(Boolean).join(' ')
  return criticalNotice(event, event.resource.id, 'critical_lab_value', { testName, value: reading, criticalReason: event.data.limit })
}

function criticalFinding(event: ClinicalEvent<'radiology.critical.alert'>): readonly Notice[] {
  if (!event.subject) return []
  const { finding } = event.data
  const testName = displayTextOf(pick(event.related, 'DiagnosticReport')?.code) ?? ''
  return criticalNotice(event, event.resource.id, 'critical_imaging_finding', { testName, value: finding, criticalReason: finding })
}

/** Only alarms of high priority name users to notify. */
function deviceAlarm(event: ClinicalEvent<'device.alert.triggered'>): readonly Notice[] {
  if (!event.subject) return []
  const { sender, payload = [] } = event.resource
  const testName = sender?.display ?? event.data.deviceId
  const value = payload.flatMap(({ contentString }) => contentString ?? []).join(' · ')
  return criticalNotice(event, pick(event.related, 'Task')?.id, 'device_alarm', { testName, value, criticalReason: value })
}

function resultForRequester(event: ClinicalEvent<'lab.result.available' | 'radiology.report.finalized'>): readonly Notice[] {
  const userId = idOf(pick(event.related, 'ServiceRequest')?.requester, 'Practitioner')
  if (!userId || !event.subject) return []
  const name = displayTextOf(event.resource.code) ?? ''
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
          reportId: event.resource.id,
          action: { type: 'open', url: `/patients/${event.subject.patientId}/${tab}` },
        },
      },
    },
  ]
}

/** Returns the notifications of an event for individual users. */
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
      return resultForRequester(event)
    default:
      return []
  }
}

/** The notifier's name among the consumers. */
export const NOTIFIER = 'notifier'
export const NOTIFIER_RETRY_DELAYS_MS: readonly number[] = [100, 500, 2_000, 5_000]

/**
 * Publishes notifications (document 001's two payloads) to connected users. Delivery is best effort: alerts and results are
 * also in their views, which do not depend on it. A repeated notification has the same id, by which clients drop it.
 */
export const notifierHandler = (bus: Pick<Bus, 'publish'>): BatchHandler => ({
  process: eachEntry(({ event }) => {
    for (const notice of noticesOf(event)) bus.publish('notice', notice)
  }),
  reasonOf: ({ event }) => `the notification for ${event.type} could not be sent`,
})
