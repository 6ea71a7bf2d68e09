import type { FhirResource } from 'fhir/r4'
import { searchColumnsOf } from '../../record/search-columns.ts'
import type { Found } from '../files/read-file.ts'
import type { About } from './patient-resolver.ts'

/** A valid resource with its patient, ready to be recorded. */
export interface Ready {
  readonly found: Found
  readonly id: string
  readonly resource: FhirResource
  readonly about: About
}

/** Maximum resources in one transaction: a clinician's command waits only a few milliseconds, and the import stays fast. */
const BATCH = 150

/** Sort order: patients first, reports after the observations they refer to; all others keep their order. */
const later = (resource: FhirResource): number =>
  resource.resourceType === 'Patient' ? 0 : resource.resourceType === 'DiagnosticReport' ? 2 : 1

export const keyOf = ({ resource, id }: Ready) => `${resource.resourceType}/${id}`

/** Returns the clinical date of the resource if it is precise to the day. */
export function occurred(resource: FhirResource): { occurredAt?: string } {
  const { at } = searchColumnsOf(resource)
  const moment = at && /^\d{4}-\d{2}-\d{2}/.test(at) ? new Date(at) : null
  return moment && !Number.isNaN(moment.getTime()) ? { occurredAt: moment.toISOString() } : {}
}

/** Splits resources into batches of at most `BATCH`, patients first; a batch never contains two versions of one resource. */
export function* batches(ready: readonly Ready[]): Generator<readonly Ready[]> {
  let batch: Ready[] = []
  let keys = new Set<string>()
  for (const one of ready.toSorted((a, b) => later(a.resource) - later(b.resource))) {
    if (batch.length >= BATCH || keys.has(keyOf(one))) {
      yield batch
      batch = []
      keys = new Set()
    }
    batch.push(one)
    keys.add(keyOf(one))
  }
  if (batch.length) yield batch
}
