import { idOf, type Person } from '@wardline/events'
import type { Observation, Task } from 'fhir/r4'
import { versioned } from '../../fhir-builders/results/review.ts'

/** Who read the version that stands now. */
export interface Reviewed {
  readonly by: Person
  readonly at: string | null
}

/** The review of this very version, if there is one. */
export function reviewOf(result: Observation, reviews: readonly Task[]): Reviewed | null {
  const task = reviews.find(({ output }) => output?.some(({ valueReference }) => valueReference?.reference === versioned(result)))
  const userId = idOf(task?.owner, 'Practitioner')
  return task && userId ? { by: { userId, name: task.owner?.display ?? userId }, at: task.lastModified ?? null } : null
}
