import type { Encounter, FhirResource, Patient } from 'fhir/r4'
import type { Resources } from '../../commands/authenticated-context.ts'
import { searchColumnsOf } from '../../record/search-columns.ts'
import type { ImportFile } from '../files/import-files.ts'
import { type Found, readImportFile } from '../files/read-file.ts'
import { idFor, withMrn } from './import-identity.ts'
import { ReferenceResolver } from './reference-resolver.ts'

/** Facts about all files that are needed before the first resource is recorded. */
export interface Prescan {
  readonly directory: ReferenceResolver
  readonly patients: ReadonlyMap<string, Patient>
  /** Encounters of the files by id; they supersede recorded encounters with the same id. */
  readonly stays: ReadonlyMap<string, Encounter>
  /** The latest clinical date, `YYYY-MM-DD`; null when no resource is dated. */
  readonly lastDay: string | null
  /** Number of resources and entries in all files. */
  readonly found: number
}

/** Excludes planned activities, which lie after the last day of the data. */
const happened = (resource: FhirResource) => !['CarePlan', 'Goal', 'Appointment', 'CareTeam', 'Patient'].includes(resource.resourceType)

const dayOf = (resource: FhirResource): string | null => {
  const at = happened(resource) ? searchColumnsOf(resource).at : null
  return at && /^\d{4}-\d{2}-\d{2}/.test(at) ? at.slice(0, 10) : null
}

const ifNoneExist = /(?:^|[?&])identifier=(?:([^|&]*)\|)?([^&]+)/

/** Maps an `ifNoneExist` entry to the existing resource with that identifier. Returns whether one exists. */
async function aliased({ resource, fullUrl, request }: Found, directory: ReferenceResolver): Promise<boolean> {
  const [, system, value] = ifNoneExist.exec(decodeURIComponent(request?.ifNoneExist ?? '')) ?? []
  const here = value ? await directory.here(resource.resourceType, system, value) : null
  if (here && fullUrl) directory.alias(fullUrl, here)
  return here !== null
}

/** Reads all files once and collects identifiers, patients, encounters and the last day. */
export async function prescan(files: readonly ImportFile[], resources: Pick<Resources, 'find'>): Promise<Prescan> {
  const directory = new ReferenceResolver(resources)
  const patients = new Map<string, Patient>()
  const stays = new Map<string, Encounter>()
  let lastDay: string | null = null
  let found = 0
  for (const file of files) {
    for await (const one of readImportFile(file)) {
      found += 1
      if ('unreadable' in one || (await aliased(one, directory))) continue
      const id = idFor(one.resource, one.fullUrl)
      directory.add(one.resource, id, one.fullUrl)
      if (one.resource.resourceType === 'Patient') patients.set(id, withMrn({ ...one.resource, id }))
      if (one.resource.resourceType === 'Encounter') stays.set(id, { ...one.resource, id })
      const day = dayOf(one.resource)
      if (day && (lastDay === null || day > lastDay)) lastDay = day
    }
  }
  return { directory, patients, stays, lastDay, found }
}
