import type { Encounter, FhirResource, Patient } from 'fhir/r4'
import type { Resources } from '../../commands/authenticated-context.ts'
import { searchColumnsOf } from '../../record/search-columns.ts'
import type { ImportFile } from '../files/import-files.ts'
import { type Found, readImportFile } from '../files/read-file.ts'
import { idFor, withMrn } from './import-identity.ts'
import { ReferenceResolver } from './reference-resolver.ts'

/** What must be known of all files before the first resource goes in. */
export interface Prescan {
  readonly directory: ReferenceResolver
  readonly patients: ReadonlyMap<string, Patient>
  /** Stays as the files tell them, by id: who is in a bed now is told by none that has ended here. */
  readonly stays: ReadonlyMap<string, Encounter>
  /** The last day anything happened on, `YYYY-MM-DD`; null when nothing is dated. */
  readonly lastDay: string | null
  /** Resources and entries of all files. */
  readonly found: number
}

/** Things that are planned lie ahead of the data's last day and do not count for it. */
const happened = (resource: FhirResource) => !['CarePlan', 'Goal', 'Appointment', 'CareTeam', 'Patient'].includes(resource.resourceType)

const dayOf = (resource: FhirResource): string | null => {
  const at = happened(resource) ? searchColumnsOf(resource).at : null
  return at && /^\d{4}-\d{2}-\d{2}/.test(at) ? at.slice(0, 10) : null
}

const ifNoneExist = /(?:^|[?&])identifier=(?:([^|&]*)\|)?([^&]+)/

/** An entry that wants to be created only if nobody of that identifier is here; then it stands for the one who is. */
async function aliased({ resource, fullUrl, request }: Found, directory: ReferenceResolver): Promise<boolean> {
  const [, system, value] = ifNoneExist.exec(decodeURIComponent(request?.ifNoneExist ?? '')) ?? []
  const here = value ? await directory.here(resource.resourceType, system, value) : null
  if (here && fullUrl) directory.alias(fullUrl, here)
  return here !== null
}

/** Reads everything once: who is called what, who the patients are, when the data ends. */
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
