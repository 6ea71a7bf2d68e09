import { extensions, type PublishedEvent, systems } from '@wardline/events'
import type { FhirResource, Patient } from 'fhir/r4'
import { withMrn } from '../import/import-identity.ts'

type Told = Pick<PublishedEvent, 'source' | 'timestamp' | 'eventId' | 'eventType'>

/** One order for all who hear of it, whatever came first: by when it happened, then by the message's id. */
const wordOf = ({ timestamp, eventId }: Told): string => `${new Date(timestamp).toISOString()} ${eventId}`

const lastWord = (resource: FhirResource): string | null =>
  resource.meta?.extension?.find(({ url }) => url === extensions.told)?.valueString ?? null

export const originOf = ({ source }: Pick<PublishedEvent, 'source'>): string => `urn:wardline:service:${source}`

/** Whether something newer is known of the resource from another message (realtime.md 7: reordering is tolerated). */
export function isOutdated(event: Told, known: FhirResource | null): boolean {
  const last = known && lastWord(known)
  return last !== null && last > wordOf(event)
}

const mrnsOf = ({ identifier = [] }: Patient) => identifier.filter(({ system, value }) => system === systems.mrn && value)

/** A patient keeps the number they go by here; one who has none gets one (ID-8). */
function numbered(patient: Patient, known: FhirResource | null): Patient {
  if (mrnsOf(patient).length > 0 || known?.resourceType !== 'Patient') return withMrn(patient)
  return { ...patient, identifier: [...mrnsOf(known), ...(patient.identifier ?? [])] }
}

/** Calls somebody to a value or a finding, which is told for itself as well. */
export const isCall = ({ eventType }: Pick<Told, 'eventType'>): boolean =>
  eventType === 'lab.critical.alert' || eventType === 'radiology.critical.alert'

/** Tells values, each for itself: one of them may be known better from another message, and the others are news. */
export const tellsValues = ({ eventType }: Pick<Told, 'eventType'>): boolean =>
  eventType === 'lab.result.available' || eventType === 'encounter.vitals.recorded'

/**
 * Whose word a resource is after this message. A call is no word about the value: the message that reports it counts also
 * when it comes after its call, or was made at the same moment.
 */
function wordAfter(event: Told, known: FhirResource | null): string | null {
  return isCall(event) ? known && lastWord(known) : wordOf(event)
}

/** The resource as another system tells it: its id, our version, whose word it is. Their own version and time are not ours. */
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
