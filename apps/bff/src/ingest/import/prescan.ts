import type { WithId } from '@wardline/events'
import type { Encounter, FhirResource, Patient } from 'fhir/r4'
import type { Resources } from '../../commands/authenticated-context.ts'
import { searchColumnsOf } from '../../record/search-columns.ts'
import type { ImportFile } from '../files/import-files.ts'
import { type ParsedResource, readImportFile } from '../files/read-file.ts'
import { idFor, withMrn } from './import-identity.ts'
import { ReferenceResolver } from './reference-resolver.ts'

/** Facts about all files that are needed before the first resource is recorded. */
export interface Prescan {
  readonly references: ReferenceResolver
  readonly patients: ReadonlyMap<string, WithId<Patient>>
  /** Encounters of the files by id; they supersede recorded encounters with the same id. */
  readonly encounters: ReadonlyMap<string, WithId<Encounter>>
  /** The latest clinical date, `YYYY-MM-DD`; null when no resource is dated. */
  readonly lastDay: string | null
  /** Number of resources and entries in all files. */
  readonly resourceCount: number
}

/** Excludes planned activities, which lie after the last day of the data. */
const isClinical = (resource: FhirResource) => !['CarePlan', 'Goal', 'Appointment', 'CareTeam', 'Patient'].includes(resource.resourceType)

const dayOf = (resource: FhirResource): string | null => {
  const at = isClinical(resource) ? searchColumnsOf(resource).at : null
  return at && /^\d{4}-\d{2}-\d{2}/.test(at) ? at.slice(0, 10) : null
}

const ifNoneExist = /(?:^|[?&])identifier=(?:([^|&]*)\|)?([^&]+)/

/** Maps an `ifNoneExist` entry to the existing resource with that identifier. Returns whether one exists. */
async function mapExisting({ resource, fullUrl, request }: ParsedResource, references: ReferenceResolver): Promise<boolean> {
  const [, system, value] = ifNoneExist.exec(decodeURIComponent(request?.ifNoneExist ?? '')) ?? []
  const existing = value ? await references.findRecorded(resource.resourceType, system, value) : null
  if (existing && fullUrl) references.alias(fullUrl, existing)
  return existing !== null
}

/** Reads all files once and collects identifiers, patients, encounters and the last day. */
export async function prescan(files: readonly ImportFile[], resources: Pick<Resources, 'find'>): Promise<Prescan> {
  const references = new ReferenceResolver(resources)
  const patients = new Map<string, WithId<Patient>>()
  const encounters = new Map<string, WithId<Encounter>>()
  let lastDay: string | null = null
  let resourceCount = 0
  for (const file of files) {
    for await (const entry of readImportFile(file)) {
      resourceCount += 1
      if ('unreadable' in entry || (await mapExisting(entry, references))) continue
      const id = idFor(entry.resource, entry.fullUrl)
      references.add(entry.resource, id, entry.fullUrl)
      if (entry.resource.resourceType === 'Patient') patients.set(id, withMrn({ ...entry.resource, id }))
      if (entry.resource.resourceType === 'Encounter') encounters.set(id, { ...entry.resource, id })
      const day = dayOf(entry.resource)
      if (day && (lastDay === null || day > lastDay)) lastDay = day
    }
  }
  return { references, patients, encounters, lastDay, resourceCount }
}
