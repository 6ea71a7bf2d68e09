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

/** Returns the same audiences as the clinical events of the resource type. */
const audienceFor = ({ resource }: Occurrence<FhirResource, unknown>): readonly Audience[] => {
  if (everybody.includes(resource.resourceType)) return audiences
  if (laboratoryToo.includes(resource.resourceType) || ofLaboratory(resource)) return ['care', 'pharmacy', 'laboratory']
  return ['care', 'pharmacy']
}

const arrived = z.object({
  /** The import or interface that recorded the resource. */
  origin: z.string(),
  /** The previous unit of a transferred patient; its census removes the patient. */
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
 * A resource was recorded by an import or the FHIR API. Views fold it by resource type, but it starts no workflow: historical
 * data must not raise alerts or fill the pharmacy queue.
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
