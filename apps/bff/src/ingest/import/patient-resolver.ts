import { placeOf, type Subject, subjectOf } from '@wardline/events'
import type { Encounter, FhirResource } from 'fhir/r4'
import type { Resources } from '../../commands/authenticated-context.ts'
import { searchColumnsOf } from '../../record/search-columns.ts'
import type { Prescan } from './prescan.ts'
import { withReferences } from './reference-resolver.ts'

/** Resource types without a patient: organizations, staff, locations, devices and definitions. */
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

/** The patient with their unit after the import, and the unit before it; null when it is the same. */
export interface About {
  readonly subject: Subject | null
  readonly fromUnitId: string | null
}

/** The patient of a resource, no patient, or the reason why the patient is unknown. */
export type ResolvedPatient = About | { readonly missing: string }

const nobody: About = { subject: null, fromUnitId: null }

/** Finds the patient of each resource, in the files or on record, with their current unit. */
export class PatientResolver {
  readonly #survey: Prescan
  readonly #resources: Resources
  readonly #unitIds: ReadonlySet<string>
  readonly #known = new Map<string, Promise<About | null>>()
  #inBed: Promise<ReadonlyMap<string, Encounter>> | null = null

  /** @param unitIds units of this hospital; patients of any other unit are listed in the registry */
  constructor(survey: Prescan, resources: Resources, unitIds: readonly string[]) {
    this.#survey = survey
    this.#resources = resources
    this.#unitIds = new Set(unitIds)
  }

  async of(resource: FhirResource): Promise<ResolvedPatient> {
    const patientId = searchColumnsOf(resource).patient
    if (!patientId) return aboutNobody.includes(resource.resourceType) ? nobody : { missing: 'patient is missing' }
    const known = this.#known.get(patientId) ?? this.#look(patientId)
    this.#known.set(patientId, known)
    return (await known) ?? { missing: 'patient is neither in these files nor on record' }
  }

  async #look(patientId: string): Promise<About | null> {
    const here = await this.#resources.read('Patient', patientId)
    const patient = this.#survey.patients.get(patientId) ?? here
    if (!patient) return null
    const standing = await this.#resources.find('Encounter', { patientId, status: ['in-progress'] })
    this.#inBed ??= this.#staysThatGoOn()
    const told = (await this.#inBed).get(patientId)
    const kept = standing.find(({ id }) => !this.#survey.stays.has(id ?? ''))
    const subject = subjectOf(patient, this.#ours(told ?? kept))
    const before = here && subjectOf(here, this.#ours(standing[0])).unitId
    return { subject, fromUnitId: before === subject.unitId ? null : before }
  }

  #ours(encounter: Encounter | undefined): Encounter | null {
    return encounter && this.#unitIds.has(placeOf(encounter).unitId) ? encounter : null
  }

  /** Returns the encounter in progress of each patient in the files; the latest when there are several. */
  async #staysThatGoOn(): Promise<ReadonlyMap<string, Encounter>> {
    const inBed = new Map<string, Encounter>()
    for (const stay of this.#survey.stays.values()) {
      if (stay.status !== 'in-progress') continue
      const encounter = await withReferences(stay, this.#survey.directory)
      const patientId = searchColumnsOf(encounter).patient
      const other = patientId && inBed.get(patientId)
      if (patientId && (!other || (other.period?.start ?? '') < (encounter.period?.start ?? ''))) inBed.set(patientId, encounter)
    }
    return inBed
  }
}
