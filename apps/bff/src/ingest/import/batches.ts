import type { FhirResource } from 'fhir/r4'
import { searchColumnsOf } from '../../record/search-columns.ts'
import type { Found } from '../files/read-file.ts'
import type { About } from './patient-resolver.ts'

/** A resource that is ready to go in. */
export interface Ready {
  readonly found: Found
  readonly id: string
  readonly resource: FhirResource
  readonly about: About
}

/** Few enough that a clinician's command waits a few milliseconds only, enough to be quick. */
const BATCH = 150

/** A report names the panel of values that are there already; everything else keeps its order. */
const later = (resource: FhirResource): number =>
  resource.resourceType === 'Patient' ? 0 : resource.resourceType === 'DiagnosticReport' ? 2 : 1

export const keyOf = ({ resource, id }: Ready) => `${resource.resourceType}/${id}`

/** The clinical moment, when it is told to the day at least. */
export function occurred(resource: FhirResource): { occurredAt?: string } {
  const { at } = searchColumnsOf(resource)
  const moment = at && /^\d{4}-\d{2}-\d{2}/.test(at) ? new Date(at) : null
  return moment && !Number.isNaN(moment.getTime()) ? { occurredAt: moment.toISOString() } : {}
}

/** At most `BATCH` together, the patient first, and never two forms of one resource. */
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
