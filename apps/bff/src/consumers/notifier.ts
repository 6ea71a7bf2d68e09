import { type ClinicalEvent, idOf, pick, reportedIn, type ServerMessage, wordsOf } from '@wardline/events'
import type { Bus } from '../bus/bus.ts'
import type { LogEntry } from '../record/positions.ts'

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

function criticalValue(event: ClinicalEvent<'lab.critical.alert'>): readonly Notice[] {
  const observation = pick(event.related, 'Observation')
  if (!observation || !event.subject) return []
  const { value, unit } = reportedIn(observation)
  const testName = wordsOf(observation.code) ?? ''
  const reading = [value, unit].filter(Boolean).join(' ')
  const message: Notice['message'] = {
    type: 'critical_alert',
    data: {
      id: event.resource.id ?? '',
      type: 'critical_lab_value',
      priority: 'urgent',
      title: `Critical: ${testName}`,
      message: `${testName} ${reading}`,
      ...patientIn(event),
      details: { testName, value: reading, criticalReason: event.data.limit },
      requiresAcknowledgment: true,
    },
  }
  return event.data.notify.map(({ userId }) => ({ userId, message }))
}

function resultForWhoOrdered(event: ClinicalEvent<'lab.result.available'>): readonly Notice[] {
  const userId = idOf(pick(event.related, 'ServiceRequest')?.requester, 'Practitioner')
  if (!userId || !event.subject) return []
  const reportId = event.resource.id ?? null
  const name = wordsOf(event.resource.code) ?? ''
  return [
    {
      userId,
      message: {
        type: 'notification',
        data: {
          id: event.eventId,
          type: 'lab_result_available',
          priority: 'normal',
          title: name,
          message: `${name}: result available`,
          ...patientIn(event),
          reportId,
          action: { type: 'open', url: `/patients/${event.subject.patientId}/results` },
        },
      },
    },
  ]
}

/** Whom an event concerns in person, beyond those who look at the patient. */
export function noticesOf(event: ClinicalEvent): readonly Notice[] {
  if (event.type === 'lab.critical.alert') return criticalValue(event as ClinicalEvent<'lab.critical.alert'>)
  if (event.type === 'lab.result.available') return resultForWhoOrdered(event as ClinicalEvent<'lab.result.available'>)
  return []
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
