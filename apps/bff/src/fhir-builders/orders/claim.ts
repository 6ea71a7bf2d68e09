import { idOf, type Person } from '@wardline/events'
import type { Task } from 'fhir/r4'

/** Who has a Task in hand, and until when unless renewed. */
export interface Holder {
  readonly by: Person
  readonly since: string
  readonly until: string
}

/** The claim a Task carries, lapsed or not (`accepted`, owner, `restriction.period`, ux 5.3). */
export function claimOf(task: Task): Holder | null {
  const userId = idOf(task.owner, 'Practitioner')
  const { start, end } = task.restriction?.period ?? {}
  return task.status === 'accepted' && userId && start && end
    ? { by: { userId, name: task.owner?.display ?? userId }, since: start, until: end }
    : null
}

/** Whoever has it now; a lapsed lease holds nothing. */
export const holderOf = (task: Task, now: Date): Holder | null => {
  const claim = claimOf(task)
  return claim && new Date(claim.until) > now ? claim : null
}
