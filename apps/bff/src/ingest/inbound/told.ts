import { extensions, type PublishedEvent, systems } from '@wardline/events'
import type { FhirResource, Patient } from 'fhir/r4'
import { withMrn } from '../original.ts'

type Told = Pick<PublishedEvent, 'source' | 'timestamp' | 'eventId'>

/** One order for all who hear of it, whatever came first: by when it happened, then by the message's id. */
const wordOf = ({ timestamp, eventId }: Told): string => `${new Date(timestamp).toISOString()} ${eventId}`

const lastWord = (resource: FhirResource): string | null =>
  resource.meta?.extension?.find(({ url }) => url === extensions.told)?.valueString ?? null

export const originOf = ({ source }: Pick<Told, 'source'>): string => `urn:wardline:service:${source}`

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

/** The resource as another system tells it: its id, our version, whose word it is. Their own version and time are not ours. */
export function asTold<R extends FhirResource>(event: Told, resource: R, known: FhirResource | null): R {
  const { versionId: _theirs, lastUpdated: _when, extension: _before, ...meta } = resource.meta ?? {}
  const own = resource.resourceType === 'Patient' ? (numbered(resource, known) as R) : resource
  return {
    ...own,
    meta: {
      ...meta,
      source: originOf(event),
      extension: [{ url: extensions.told, valueString: wordOf(event) }],
      ...(known?.meta?.versionId ? { versionId: known.meta.versionId } : {}),
    },
  }
}
