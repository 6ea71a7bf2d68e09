import { referTo, staff } from '@wardline/events'
import type { Observation, Task } from 'fhir/r4'
import type { Authorship } from '../authorship.ts'
import { buildTask, taskCodes } from '../orders/task.ts'

/** Returns the versioned reference of a result. */
export const versionedReference = ({ id, meta }: Observation): string => `Observation/${id}/_history/${meta?.versionId}`

/** Builds the Task that records who reviewed which version (ux 5.2). */
export function buildReviewTask(id: string, results: readonly [Observation, ...Observation[]], act: Authorship): Task {
  const focus = referTo('Observation', results[0].id ?? '')
  return {
    ...buildTask({ ...act, id, code: taskCodes.reviewResult, focus, business: 'reviewed', owner: act.by }),
    status: 'completed',
    output: results.map((result) => ({ type: { text: 'reviewed' }, valueReference: { reference: versionedReference(result) } })),
    owner: staff(act.by),
  }
}
