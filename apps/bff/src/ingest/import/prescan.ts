import type { WithId } from '@wardline/events'
import type { Encounter, FhirResource, Patient } from 'fhir/r4'
import type { Resources } from '../../commands/authenticated-context.ts'
import { searchColumnsOf } from '../../record/search-columns.ts'
import type { ImportFile } from '../files/import-files.ts'
import { type ParsedResource, readImportFile } from '../files/read-file.ts'
import { idFor, withMrn } from './import-identity.ts'
import { PatientIdentities } from './patient-identities.ts'
import { decoded, ReferenceResolver, UnresolvableReference } from './reference-resolver.ts'

/** Facts about all files that are needed before the first resource is recorded. */
export interface Prescan {
  readonly references: ReferenceResolver
  readonly identities: PatientIdentities
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

/** The condition of a conditional create, decoded. */
export const conditionOf = ({ request }: Pick<ParsedResource, 'request'>): string => decoded(request?.ifNoneExist ?? '')

const ifNoneExist = /(?:^|[?&])identifier=(?:([^|&]*)\|)?([^&]+)/

/** Maps an `ifNoneExist` entry to the existing resource with that identifier. Returns whether one exists. */
async function mapExisting(entry: ParsedResource, references: ReferenceResolver): Promise<boolean> {
  const { resource, fullUrl } = entry
  const [, system, value] = ifNoneExist.exec(conditionOf(entry)) ?? []
  const existing = value ? await references.findRecorded(resource.resourceType, system, value) : null
  if (existing && fullUrl) references.alias(fullUrl, existing)
  return existing !== null
}

/** An entry whose condition cannot be read is skipped here, and set aside when it is prepared. */
function whenUnresolvable(error: unknown): boolean {
  if (error instanceof UnresolvableReference) return true
  throw error
}

/** Reads all files once and collects identifiers, patients, encounters and the last day. */
export async function prescan(files: readonly ImportFile[], resources: Pick<Resources, 'find' | 'read'>): Promise<Prescan> {
  const references = new ReferenceResolver(resources)
  const identities = new PatientIdentities(resources)
  const encounters = new Map<string, WithId<Encounter>>()
  let lastDay: string | null = null
  let resourceCount = 0
  for (const file of files) {
    for await (const entry of readImportFile(file)) {
      resourceCount += 1
      // Entries with a fault are set aside with its reason when they are prepared.
      if ('unreadable' in entry || (await mapExisting(entry, references).catch(whenUnresolvable))) continue
      const id = idFor(entry.resource, entry.fullUrl)
      references.add(entry.resource, id, entry.fullUrl)
      if (entry.resource.resourceType === 'Patient') {
        await identities.add(file.name, id, withMrn({ ...entry.resource, id }))
      }
      if (entry.resource.resourceType === 'Encounter') encounters.set(id, { ...entry.resource, id })
      const day = dayOf(entry.resource)
      if (day && (lastDay === null || day > lastDay)) lastDay = day
    }
  }
  return { references, identities, patients: identities.patients, encounters, lastDay, resourceCount }
}
