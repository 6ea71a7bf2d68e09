import { referTo, staff, type WithId } from '@wardline/events'
import type { Observation, Task } from 'fhir/r4'
import type { Authorship } from '../authorship.ts'
import { buildTask, taskCodes } from '../orders/task.ts'

/** A result in the version that was read. */
type ReadObservation = WithId<Observation> & { readonly meta: { readonly versionId: string } }

/** Returns the versioned reference of a result. */
export const versionedReference = ({ id, meta }: ReadObservation): string => `Observation/${id}/_history/${meta.versionId}`

/** Builds the Task that records who reviewed which version (ux 5.2). */
export function buildReviewTask(id: string, results: readonly [ReadObservation, ...ReadObservation[]], act: Authorship): WithId<Task> {
  const focus = referTo('Observation', results[0].id)
  return {
    ...buildTask({ ...act, id, code: taskCodes.reviewResult, focus, business: 'reviewed', owner: act.by }),
    status: 'completed',
    output: results.map((result) => ({ type: { text: 'reviewed' }, valueReference: { reference: versionedReference(result) } })),
    owner: staff(act.by),
  }
}
