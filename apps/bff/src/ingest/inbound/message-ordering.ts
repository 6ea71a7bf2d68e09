import { extensions, type PublishedEvent, systems } from '@wardline/events'
import type { FhirResource, Patient } from 'fhir/r4'
import { withMrn } from '../import/import-identity.ts'

type Told = Pick<PublishedEvent, 'source' | 'timestamp' | 'eventId' | 'eventType'>

/** Returns the sort key of a message, independent of arrival: by event time, then by event id. */
const wordOf = ({ timestamp, eventId }: Told): string => `${new Date(timestamp).toISOString()} ${eventId}`

const lastWord = (resource: FhirResource): string | null =>
  resource.meta?.extension?.find(({ url }) => url === extensions.told)?.valueString ?? null

export const originOf = ({ source }: Pick<PublishedEvent, 'source'>): string => `urn:wardline:service:${source}`

/** Whether a newer message about the resource was processed before (realtime.md 7: reordering is tolerated). */
export function isOutdated(event: Told, known: FhirResource | null): boolean {
  const last = known && lastWord(known)
  return last !== null && last > wordOf(event)
}

const mrnsOf = ({ identifier = [] }: Patient) => identifier.filter(({ system, value }) => system === systems.mrn && value)

/** Keeps the patient's local medical record number, or assigns one (ID-8). */
function numbered(patient: Patient, known: FhirResource | null): Patient {
  if (mrnsOf(patient).length > 0 || known?.resourceType !== 'Patient') return withMrn(patient)
  return { ...patient, identifier: [...mrnsOf(known), ...(patient.identifier ?? [])] }
}

/** Whether the event is an alert about a result that is also reported by its own message. */
export const isCall = ({ eventType }: Pick<Told, 'eventType'>): boolean =>
  eventType === 'lab.critical.alert' || eventType === 'radiology.critical.alert'

/** Whether the event reports several values, of which some may be outdated and others new. */
export const tellsValues = ({ eventType }: Pick<Told, 'eventType'>): boolean =>
  eventType === 'lab.result.available' || eventType === 'encounter.vitals.recorded'

/**
 * Returns the sort key stored with the resource. An alert does not set it, so that the report of the value still counts when
 * it arrives after the alert or has the same timestamp.
 */
function wordAfter(event: Told, known: FhirResource | null): string | null {
  return isCall(event) ? known && lastWord(known) : wordOf(event)
}

/** Returns the resource to record: the sender's id, the local base version, the source and the message sort key. */
export function asTold<R extends FhirResource>(event: Told, resource: R, known: FhirResource | null): R {
  const { versionId: _theirs, lastUpdated: _when, extension: _before, ...meta } = resource.meta ?? {}
  const own = resource.resourceType === 'Patient' ? (numbered(resource, known) as R) : resource
  const word = wordAfter(event, known)
  return {
    ...own,
    meta: {
      ...meta,
      source: originOf(event),
      ...(word ? { extension: [{ url: extensions.told, valueString: word }] } : {}),
      ...(known?.meta?.versionId ? { versionId: known.meta.versionId } : {}),
    },
  }
}
