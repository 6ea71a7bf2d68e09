import { extensions, type PublishedEvent, type Stored, systems, type WithId } from '@wardline/events'
import type { FhirResource, Patient } from 'fhir/r4'
import { withMrn } from '../import/import-identity.ts'

type MessageHeader = Pick<PublishedEvent, 'source' | 'timestamp' | 'eventId' | 'eventType'>

/** Returns the sort key of a message, independent of arrival: by event time, then by event id. */
const orderKeyOf = ({ timestamp, eventId }: MessageHeader): string => `${new Date(timestamp).toISOString()} ${eventId}`

const lastOrderKey = (resource: FhirResource): string | null =>
  resource.meta?.extension?.find(({ url }) => url === extensions.messageOrder)?.valueString ?? null

export const originOf = ({ source }: Pick<PublishedEvent, 'source'>): string => `urn:wardline:service:${source}`

/** Whether a newer message about the resource was processed before (realtime.md 7: reordering is tolerated). */
export function isOutdated(event: MessageHeader, known: FhirResource | null): boolean {
  const last = known && lastOrderKey(known)
  return last !== null && last > orderKeyOf(event)
}

const mrnsOf = ({ identifier = [] }: Patient) => identifier.filter(({ system, value }) => system === systems.mrn && value)

/** Keeps the patient's local medical record number, or assigns one (ID-8). */
function withLocalMrn(patient: WithId<Patient>, known: FhirResource | null): WithId<Patient> {
  if (mrnsOf(patient).length > 0 || known?.resourceType !== 'Patient') return withMrn(patient)
  return { ...patient, identifier: [...mrnsOf(known), ...(patient.identifier ?? [])] }
}

/** Whether the event is an alert about a result that is also reported by its own message. */
export const isAlert = ({ eventType }: Pick<MessageHeader, 'eventType'>): boolean =>
  eventType === 'lab.critical.alert' || eventType === 'radiology.critical.alert'

/** Whether the event reports several values, of which some may be outdated and others new. */
export const reportsValues = ({ eventType }: Pick<MessageHeader, 'eventType'>): boolean =>
  eventType === 'lab.result.available' || eventType === 'encounter.vitals.recorded'

/**
 * Returns the sort key stored with the resource. An alert does not set it, so that the report of the value still counts when
 * it arrives after the alert or has the same timestamp.
 */
function orderKeyAfter(event: MessageHeader, known: FhirResource | null): string | null {
  return isAlert(event) ? known && lastOrderKey(known) : orderKeyOf(event)
}

/** Returns the resource to record: the sender's id, the local base version, the source and the message sort key. */
export function withProvenance<R extends WithId>(event: MessageHeader, resource: R, known: Stored | null): R {
  const { versionId: _theirs, lastUpdated: _when, extension: _before, ...meta } = resource.meta ?? {}
  const own = resource.resourceType === 'Patient' ? (withLocalMrn(resource, known) as R) : resource
  const orderKey = orderKeyAfter(event, known)
  return {
    ...own,
    meta: {
      ...meta,
      source: originOf(event),
      ...(orderKey ? { extension: [{ url: extensions.messageOrder, valueString: orderKey }] } : {}),
      ...(known ? { versionId: known.meta.versionId } : {}),
    },
  }
}
