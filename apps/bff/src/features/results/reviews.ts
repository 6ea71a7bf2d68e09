import { idOf, type Person, type Stored } from '@wardline/events'
import type { Observation, Task } from 'fhir/r4'
import { versionedReference } from '../../fhir-builders/results/review.ts'

/** Review of the current version. */
export interface Reviewed {
  readonly by: Person
  readonly at: string | null
}

/** Returns the review of this version; null when there is none. */
export function reviewOf(result: Stored<Observation>, reviews: readonly Task[]): Reviewed | null {
  const task = reviews.find(({ output }) => output?.some(({ valueReference }) => valueReference?.reference === versionedReference(result)))
  const userId = idOf(task?.owner, 'Practitioner')
  return task && userId ? { by: { userId, name: task.owner?.display ?? userId }, at: task.lastModified ?? null } : null
}
