import { idOf, type Person, referTo, staff } from '@wardline/events'
import type { Observation, Task } from 'fhir/r4'
import { draftTask, taskCodes } from '../../drafts/task.ts'
import type { Act } from '../../platform/act.ts'

/** Who read the version that stands now. */
export interface Reviewed {
  readonly by: Person
  readonly at: string | null
}

const versioned = ({ id, meta }: Observation): string => `Observation/${id}/_history/${meta?.versionId}`

/** The review as a record: who read which version (ux 5.2). */
export function reviewTask(id: string, results: readonly [Observation, ...Observation[]], act: Act): Task {
  const focus = referTo('Observation', results[0].id ?? '')
  return {
    ...draftTask({ ...act, id, code: taskCodes.reviewResult, focus, business: 'reviewed', owner: act.by }),
    status: 'completed',
    output: results.map((result) => ({ type: { text: 'reviewed' }, valueReference: { reference: versioned(result) } })),
    owner: staff(act.by),
  }
}

/** The review of this very version, if there is one. */
export function reviewOf(result: Observation, reviews: readonly Task[]): Reviewed | null {
  const task = reviews.find(({ output }) => output?.some(({ valueReference }) => valueReference?.reference === versioned(result)))
  const userId = idOf(task?.owner, 'Practitioner')
  return task && userId ? { by: { userId, name: task.owner?.display ?? userId }, at: task.lastModified ?? null } : null
}
