import type { FhirResource } from 'fhir/r4'
import * as z from 'zod'
import { declareEvents, event, type Occurrence } from '../../declare.ts'
import type { Room } from '../../ids.ts'
import { type Audience, audiences } from '../../people.ts'
import { rooms } from '../../rooms.ts'
import { isLaboratory } from '../../views/results/observation.ts'
import { patientAndBothUnits, patientRoom } from '../patients.ts'
import { sampleCondition } from '../samples/index.ts'

type ResourceType = FhirResource['resourceType']

const typesForAll: readonly ResourceType[] = [
  'Patient',
  'Encounter',
  'CareTeam',
  'Organization',
  'Practitioner',
  'PractitionerRole',
  'Location',
]
const typesForLaboratory: readonly ResourceType[] = ['AllergyIntolerance', 'ServiceRequest', 'DiagnosticReport', 'Specimen']
const isLaboratoryResource = (resource: FhirResource) => resource.resourceType === 'Observation' && isLaboratory(resource)

/** Returns the same audiences as the clinical events of the resource type. */
const audienceFor = ({ resource }: Occurrence<FhirResource, unknown>): readonly Audience[] => {
  if (typesForAll.includes(resource.resourceType)) return audiences
  if (typesForLaboratory.includes(resource.resourceType) || isLaboratoryResource(resource)) return ['care', 'pharmacy', 'laboratory']
  return ['care', 'pharmacy']
}

const importData = z.object({
  /** The import or interface that recorded the resource. */
  origin: z.string(),
  /** The previous unit of a transferred patient; its census removes the patient. */
  fromUnitId: z.string().nullable().optional(),
})

const roomsFor = (occurrence: Occurrence<FhirResource, z.output<typeof importData>>): readonly Room[] => {
  if (!occurrence.subject) return [rooms.facilityAlerts]
  const isInCensus = occurrence.resource.resourceType === 'Patient' || occurrence.resource.resourceType === 'Encounter'
  return isInCensus ? patientAndBothUnits(occurrence) : patientRoom(occurrence)
}

const recorded = {
  data: importData,
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
