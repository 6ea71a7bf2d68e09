import type { FhirResource, Reference } from 'fhir/r4'
import { declarationOf, type NewEvent } from '../catalog/index.ts'
import { idOf } from '../fhir.ts'
import type { InboundType } from './publishers.ts'

type Kind = FhirResource['resourceType']

/**
 * What a critical value or finding is about when another system tells of it: the value, the report. The Task that calls
 * somebody is made here, by the limits and the people of this hospital.
 */
const calledAbout = { 'lab.critical.alert': 'Observation', 'radiology.critical.alert': 'DiagnosticReport' } as const
type Called = typeof calledAbout

/** The resource an event from outside is about. */
export type InboundResource<T extends InboundType> = T extends keyof Called
  ? Extract<FhirResource, { resourceType: Called[T] }>
  : NewEvent<T>['resource']

const isCalled = (type: InboundType): type is keyof Called => Object.hasOwn(calledAbout, type)

/** Its kind; null where it may be about any. */
export function kindOf(type: InboundType): Kind | null {
  if (type === 'fhir.resource.created' || type === 'fhir.resource.updated') return null
  return isCalled(type) ? calledAbout[type] : declarationOf(type).example().resource.resourceType
}

/** Work and rights are this hospital's own: nobody outside hands out tasks or opens charts by naming a care team. */
const neverFromOutside: readonly Kind[] = ['Task', 'CareTeam', 'Practitioner', 'PractitionerRole']

/** Kinds that may come along, so that a message about a result cannot change a name. */
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

/** What may concern the house rather than a patient; everything else names one. */
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

/** Ids of the patients that a resource says it is about. */
export function patientsIn(resource: { readonly resourceType: string; readonly id?: string | undefined }): readonly string[] {
  if (resource.resourceType === 'Patient') return resource.id ? [resource.id] : []
  const names = resource as NamesPatient
  return [names.subject, names.patient, names.for, ...actorsOf(names)]
    .filter((reference) => typeof reference?.reference === 'string')
    .map((reference) => idOf(reference, 'Patient'))
    .filter((id): id is string => id !== null)
}
