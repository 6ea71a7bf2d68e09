import type { FhirResource } from 'fhir/r4'
import { searchColumnsOf } from '../../record/search-columns.ts'
import type { ParsedResource } from '../files/read-file.ts'
import type { PatientContext } from './patient-resolver.ts'

/** A valid resource with its patient, ready to be recorded. */
export interface PreparedResource {
  readonly source: ParsedResource
  readonly id: string
  readonly resource: FhirResource
  readonly context: PatientContext
}

/** Maximum resources in one transaction: a clinician's command waits only a few milliseconds, and the import stays fast. */
const MAX_BATCH_SIZE = 150

/** Sort order: patients first, reports after the observations they refer to; all others keep their order. */
const sortRank = (resource: FhirResource): number =>
  resource.resourceType === 'Patient' ? 0 : resource.resourceType === 'DiagnosticReport' ? 2 : 1

export const keyOf = ({ resource, id }: PreparedResource) => `${resource.resourceType}/${id}`

/** Returns the clinical date of the resource if it is precise to the day. */
export function clinicalTimeOf(resource: FhirResource): { occurredAt?: string } {
  const { at } = searchColumnsOf(resource)
  const moment = at && /^\d{4}-\d{2}-\d{2}/.test(at) ? new Date(at) : null
  return moment && !Number.isNaN(moment.getTime()) ? { occurredAt: moment.toISOString() } : {}
}

/** Splits resources into batches of at most `MAX_BATCH_SIZE`, patients first; a batch never contains two versions of one resource. */
export function* batches(resources: readonly PreparedResource[]): Generator<readonly PreparedResource[]> {
  let batch: PreparedResource[] = []
  let keys = new Set<string>()
  for (const next of resources.toSorted((a, b) => sortRank(a.resource) - sortRank(b.resource))) {
    if (batch.length >= MAX_BATCH_SIZE || keys.has(keyOf(next))) {
      yield batch
      batch = []
      keys = new Set()
    }
    batch.push(next)
    keys.add(keyOf(next))
  }
  if (batch.length) yield batch
}
