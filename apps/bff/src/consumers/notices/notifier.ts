import { type ClinicalEvent, idOf, pick } from '@wardline/events'
import type { Bus } from '../../bus/bus.ts'
import { type BatchHandler, eachEntry } from '../log/batch.ts'

/** Returns the user to notify of an event outside its rooms: the requester of a result; null for other events. */
export function recipientOf(event: ClinicalEvent): string | null {
  if (event.type !== 'lab.result.available' && event.type !== 'radiology.report.finalized') return null
  return idOf(pick(event.related, 'ServiceRequest')?.requester, 'Practitioner')
}

/** The notifier's name among the consumers. */
export const NOTIFIER = 'notifier'
export const NOTIFIER_RETRY_DELAYS_MS: readonly number[] = [100, 500, 2_000, 5_000]

/**
 * Notifies the requesters of results; alerts need no notifier, because they are events of their users' rooms. Delivery is
 * best effort: results are also in their views, which do not depend on it.
 */
export const notifierHandler = (bus: Pick<Bus, 'publish'>): BatchHandler => ({
  process: eachEntry(({ event, room, seq }) => {
    const userId = recipientOf(event)
    if (userId) bus.publish('notice', { userId, room, seq })
  }),
  reasonOf: ({ event }) => `the notification for ${event.type} could not be sent`,
})
