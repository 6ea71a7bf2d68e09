import type { FhirResource, Reference } from 'fhir/r4'
import { declarationOf, type NewEvent } from '../catalog/index.ts'
import { idOf } from '../fhir.ts'
import type { InboundType } from './publishers.ts'

type Kind = FhirResource['resourceType']

/**
 * Resource types of inbound critical alerts: the value or the report. The Task of the alert is built here, from this
 * hospital's limits and recipients.
 */
const calledAbout = { 'lab.critical.alert': 'Observation', 'radiology.critical.alert': 'DiagnosticReport' } as const
type Called = typeof calledAbout

/** The resource of an inbound event. */
export type InboundResource<T extends InboundType> = T extends keyof Called
  ? Extract<FhirResource, { resourceType: Called[T] }>
  : NewEvent<T>['resource']

const isCalled = (type: InboundType): type is keyof Called => Object.hasOwn(calledAbout, type)

/** Returns the resource type of an inbound event; null when any type is allowed. */
export function kindOf(type: InboundType): Kind | null {
  if (type === 'fhir.resource.created' || type === 'fhir.resource.updated') return null
  return isCalled(type) ? calledAbout[type] : declarationOf(type).example().resource.resourceType
}

/** Resource types that are never inbound: tasks and care teams control work and chart access in this hospital. */
const neverFromOutside: readonly Kind[] = ['Task', 'CareTeam', 'Practitioner', 'PractitionerRole']

/** Allowed types of related resources, so that a message about a result cannot change a patient. */
const companions: Partial<Record<InboundType, readonly Kind[]>> = {
  'lab.result.available': ['Observation', 'Specimen'],
  'encounter.vitals.recorded': ['Observation'],
  'radiology.report.finalized': ['Observation'],
  'radiology.critical.alert': ['Observation'],
}

export const mayComeAs = (type: InboundType, kind: string): boolean => {
  const about = kindOf(type)
  return about === null ? !neverFromOutside.some((own) => own === kind) : kind === about
}
export const mayComeAlong = (type: InboundType, kind: string): boolean => companions[type]?.some((companion) => companion === kind) ?? false

/** Event types that may concern no patient; all others require one. */
const perhapsAboutNobody: readonly InboundType[] = [
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
export const needsPatient = (type: InboundType): boolean => !perhapsAboutNobody.includes(type)

interface NamesPatient {
  readonly subject?: Reference
  readonly patient?: Reference
  readonly for?: Reference
  readonly participant?: unknown
}

const actorsOf = ({ participant }: NamesPatient): readonly (Reference | undefined)[] =>
  Array.isArray(participant) ? participant.map((one: { actor?: Reference } | null) => one?.actor) : []

/** Returns the ids of the patients a resource refers to. */
export function patientsIn(resource: { readonly resourceType: string; readonly id?: string | undefined }): readonly string[] {
  if (resource.resourceType === 'Patient') return resource.id ? [resource.id] : []
  const names = resource as NamesPatient
  return [names.subject, names.patient, names.for, ...actorsOf(names)]
    .filter((reference) => typeof reference?.reference === 'string')
    .map((reference) => idOf(reference, 'Patient'))
    .filter((id): id is string => id !== null)
}
