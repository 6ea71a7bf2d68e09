import { locationOf, type Subject, subjectOf } from '@wardline/events'
import type { Encounter, FhirResource, Reference } from 'fhir/r4'
import type { Resources } from '../../commands/authenticated-context.ts'
import { searchColumnsOf } from '../../record/search-columns.ts'
import type { Prescan } from './prescan.ts'
import { withReferences } from './reference-resolver.ts'

/** Resource types without a patient: organizations, staff, locations, devices and definitions. */
const typesWithoutPatient: readonly string[] = [
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
export interface PatientContext {
  readonly subject: Subject | null
  readonly fromUnitId: string | null
}

/** The patient of a resource, no patient, or the reason why the patient is unknown. */
export type ResolvedPatient = PatientContext | { readonly missing: string }

const noPatient: PatientContext = { subject: null, fromUnitId: null }

/** Returns why a resource has no patient here. */
function whyMissing(resource: FhirResource): string {
  const { subject, patient } = resource as { subject?: Reference; patient?: Reference }
  const { reference, identifier } = subject ?? patient ?? {}
  if (reference?.includes('://')) return 'the patient is a resource of another server'
  return identifier ? 'no patient has this identifier' : 'patient is missing'
}

/** Finds the patient of each resource, in the files or on record, with their current unit. */
export class PatientResolver {
  readonly #files: Prescan
  readonly #resources: Resources
  readonly #unitIds: ReadonlySet<string>
  readonly #cache = new Map<string, Promise<PatientContext | null>>()
  #importedEncounters: Promise<ReadonlyMap<string, Encounter>> | null = null

  /** @param unitIds units of this hospital; patients of any other unit are listed in the registry */
  constructor(files: Prescan, resources: Resources, unitIds: readonly string[]) {
    this.#files = files
    this.#resources = resources
    this.#unitIds = new Set(unitIds)
  }

  /** @param file the file of the resource, which may use the id of another person */
  async of(resource: FhirResource, file: string): Promise<ResolvedPatient> {
    const patientId = searchColumnsOf(resource).patient
    if (!patientId) return typesWithoutPatient.includes(resource.resourceType) ? noPatient : { missing: whyMissing(resource) }
    if (!this.#files.identities.isOwner(file, patientId))
      return { missing: 'the patient id belongs to another person, by name, birth date, sex and identifiers' }
    const cached = this.#cache.get(patientId) ?? this.#resolve(patientId)
    this.#cache.set(patientId, cached)
    return (await cached) ?? { missing: 'patient is neither in these files nor on record' }
  }

  async #resolve(patientId: string): Promise<PatientContext | null> {
    const recordedPatient = await this.#resources.read('Patient', patientId)
    const patient = this.#files.patients.get(patientId) ?? recordedPatient
    if (!patient) return null
    const activeEncounters = await this.#resources.find('Encounter', { patientId, status: ['in-progress'] })
    this.#importedEncounters ??= this.#openEncountersInFiles()
    const imported = (await this.#importedEncounters).get(patientId)
    const recorded = activeEncounters.find(({ id }) => !this.#files.encounters.has(id))
    const subject = subjectOf(patient, this.#ifOwnUnit(imported ?? recorded))
    const previousUnitId = recordedPatient && subjectOf(recordedPatient, this.#ifOwnUnit(activeEncounters[0])).unitId
    return { subject, fromUnitId: previousUnitId === subject.unitId ? null : previousUnitId }
  }

  #ifOwnUnit(encounter: Encounter | undefined): Encounter | null {
    return encounter && this.#unitIds.has(locationOf(encounter).unitId) ? encounter : null
  }

  /** Returns the encounter in progress of each patient in the files; the latest when there are several. */
  async #openEncountersInFiles(): Promise<ReadonlyMap<string, Encounter>> {
    const openEncounters = new Map<string, Encounter>()
    for (const stay of this.#files.encounters.values()) {
      if (stay.status !== 'in-progress') continue
      const encounter = await withReferences(stay, this.#files.references)
      const patientId = searchColumnsOf(encounter).patient
      const other = patientId && openEncounters.get(patientId)
      if (patientId && (!other || (other.period?.start ?? '') < (encounter.period?.start ?? ''))) openEncounters.set(patientId, encounter)
    }
    return openEncounters
  }
}
