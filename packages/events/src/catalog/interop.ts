import type { FhirResource } from 'fhir/r4'
import * as z from 'zod'
import { declareEvents, event, type Occurrence } from '../declare.ts'
import type { Room } from '../ids.ts'
import { type Audience, audiences } from '../people.ts'
import { rooms } from '../rooms.ts'
import { isLaboratory } from '../views/results/observation.ts'
import { bothUnits, patientRoom } from './patients.ts'
import { sampleCondition } from './samples.ts'

type Kind = FhirResource['resourceType']

const everybody: readonly Kind[] = ['Patient', 'Encounter', 'CareTeam', 'Organization', 'Practitioner', 'PractitionerRole', 'Location']
const laboratoryToo: readonly Kind[] = ['AllergyIntolerance', 'ServiceRequest', 'DiagnosticReport', 'Specimen']
const ofLaboratory = (resource: FhirResource) => resource.resourceType === 'Observation' && isLaboratory(resource)

/** The same lines as the clinical events draw for the same kinds of resource. */
const audienceFor = ({ resource }: Occurrence<FhirResource, unknown>): readonly Audience[] => {
  if (everybody.includes(resource.resourceType)) return audiences
  if (laboratoryToo.includes(resource.resourceType) || ofLaboratory(resource)) return ['care', 'pharmacy', 'laboratory']
  return ['care', 'pharmacy']
}

const arrived = z.object({
  /** The import or interface that brought it. */
  origin: z.string(),
  /** The unit that had the patient until then, when another has them now; its board is told that they left. */
  fromUnitId: z.string().nullable().optional(),
})

const roomsFor = (happened: Occurrence<FhirResource, z.output<typeof arrived>>): readonly Room[] => {
  if (!happened.subject) return [rooms.facilityAlerts]
  const onTheBoard = happened.resource.resourceType === 'Patient' || happened.resource.resourceType === 'Encounter'
  return onTheBoard ? bothUnits(happened) : patientRoom(happened)
}

const recorded = {
  data: arrived,
  rooms: roomsFor,
  audience: audienceFor,
} as const

/**
 * A resource arrived from elsewhere (import, FHIR API) as it stands: views take it in by its type, and
 * no workflow starts from it. History must not page a physician or fill the pharmacy's queue.
 */
export const interopEvents = declareEvents({
  'fhir.resource.created': event<FhirResource>()({
    ...recorded,
    workflow: 'FHIR_RESOURCE_CREATED',
    aliases: ['fhir_resource_created'],
    topic: 'clinical',
    action: 'created',
    example: () => ({ resource: sampleCondition(), data: { origin: 'import' } }),
  }),
  'fhir.resource.updated': event<FhirResource>()({
    ...recorded,
    workflow: 'FHIR_RESOURCE_UPDATED',
    aliases: ['fhir_resource_updated'],
    topic: 'clinical',
    action: 'updated',
    example: () => ({ resource: sampleCondition(), data: { origin: 'import' } }),
  }),
})
