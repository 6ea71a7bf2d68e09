import type { FhirResource, Reference } from 'fhir/r4'
import type { NewEvent } from '../catalog/index.ts'
import { idOf } from '../fhir.ts'
import { resourceTypeOf } from './event-from.ts'
import type { InboundType } from './publishers.ts'

type ResourceType = FhirResource['resourceType']

/**
 * Resource types of inbound critical alerts: the value or the report. The Task of the alert is built here, from this
 * hospital's limits and recipients.
 */
const alertResourceTypes = { 'lab.critical.alert': 'Observation', 'radiology.critical.alert': 'DiagnosticReport' } as const
type AlertResourceTypes = typeof alertResourceTypes

/** The resource of an inbound event. */
export type InboundResource<T extends InboundType> = T extends keyof AlertResourceTypes
  ? Extract<FhirResource, { resourceType: AlertResourceTypes[T] }>
  : NewEvent<T>['resource']

const isAlertType = (type: InboundType): type is keyof AlertResourceTypes => Object.hasOwn(alertResourceTypes, type)

/** Returns the resource type of an inbound event; null when any type is allowed. */
export function inboundResourceType(type: InboundType): ResourceType | null {
  return isAlertType(type) ? alertResourceTypes[type] : resourceTypeOf(type)
}

/** Resource types that are never inbound: tasks and care teams control work and chart access in this hospital. */
const neverInbound: readonly ResourceType[] = ['Task', 'CareTeam', 'Practitioner', 'PractitionerRole']

/** Allowed types of related resources, so that a message about a result cannot change a patient. */
const relatedTypes: Partial<Record<InboundType, readonly ResourceType[]>> = {
  'lab.result.available': ['Observation', 'Specimen'],
  'encounter.vitals.recorded': ['Observation'],
  'radiology.report.finalized': ['Observation'],
  'radiology.critical.alert': ['Observation'],
}

export const isAllowedResource = (type: InboundType, resourceType: string): boolean => {
  const about = inboundResourceType(type)
  return about === null ? !neverInbound.some((own) => own === resourceType) : resourceType === about
}
export const isAllowedRelated = (type: InboundType, resourceType: string): boolean =>
  relatedTypes[type]?.some((allowed) => allowed === resourceType) ?? false

/** Event types that may concern no patient; all others require one. */
const patientOptional: readonly InboundType[] = [
  'device.connected',
  'device.disconnected',
  'device.alert.triggered',
  'notification.sent',
  'notification.sms.delivered',
  'notification.email.sent',
  'fhir.resource.created',
  'fhir.resource.updated',
  'audit.log.created',
  'compliance.violation.detected',
  'sudan.moh.report.generated',
]
export const needsPatient = (type: InboundType): boolean => !patientOptional.includes(type)

interface PatientReferences {
  readonly subject?: Reference
  readonly patient?: Reference
  readonly for?: Reference
  readonly participant?: unknown
}

const actorsOf = ({ participant }: PatientReferences): readonly (Reference | undefined)[] =>
  Array.isArray(participant) ? participant.map((one: { actor?: Reference } | null) => one?.actor) : []

/** Returns the ids of the patients a resource refers to. */
export function patientsIn(resource: { readonly resourceType: string; readonly id?: string | undefined }): readonly string[] {
  if (resource.resourceType === 'Patient') return resource.id ? [resource.id] : []
  const references = resource as PatientReferences
  return [references.subject, references.patient, references.for, ...actorsOf(references)]
    .filter((reference) => typeof reference?.reference === 'string')
    .map((reference) => idOf(reference, 'Patient'))
    .filter((id): id is string => id !== null)
}
