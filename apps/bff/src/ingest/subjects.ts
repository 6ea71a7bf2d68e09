import { type Subject, subjectOf } from '@wardline/events'
import type { FhirResource, Patient } from 'fhir/r4'
import type { Resources } from '../platform/signed-in.ts'
import { columnsOf } from '../record/columns.ts'

/** Kinds that are about no patient: people, places and things of the hospital, and definitions. */
const aboutNobody: readonly string[] = [
  'Organization',
  'Practitioner',
  'PractitionerRole',
  'Location',
  'HealthcareService',
  'Endpoint',
  'Medication',
  'Substance',
  'Device',
  'DeviceDefinition',
  'Questionnaire',
  'ValueSet',
  'CodeSystem',
  'StructureDefinition',
  'PlanDefinition',
  'ActivityDefinition',
  'Library',
  'Measure',
]

/** Whom a resource is about: a subject, nobody, or somebody who is neither here nor in the files. */
export type Whom = { readonly subject: Subject | null } | { readonly missing: string }

/** Finds the patient of each resource, in the files or on record, with the place they are in now. */
export class Subjects {
  readonly #patients: ReadonlyMap<string, Patient>
  readonly #resources: Resources
  readonly #known = new Map<string, Promise<Subject | null>>()

  constructor(patients: ReadonlyMap<string, Patient>, resources: Resources) {
    this.#patients = patients
    this.#resources = resources
  }

  async of(resource: FhirResource): Promise<Whom> {
    const patientId = columnsOf(resource).patient
    if (!patientId) return aboutNobody.includes(resource.resourceType) ? { subject: null } : { missing: 'names no patient' }
    const known = this.#known.get(patientId) ?? this.#look(patientId)
    this.#known.set(patientId, known)
    const subject = await known
    return subject ? { subject } : { missing: 'its patient is neither in these files nor on record' }
  }

  async #look(patientId: string): Promise<Subject | null> {
    const patient = this.#patients.get(patientId) ?? (await this.#resources.read('Patient', patientId))
    if (!patient) return null
    const [encounter = null] = await this.#resources.find('Encounter', { patientId, status: ['in-progress'], limit: 1 })
    return subjectOf(patient, encounter)
  }
}
