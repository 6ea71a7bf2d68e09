import { idOf, type Person } from '@wardline/events'
import type { Task } from 'fhir/r4'

/** A claim on a Task: its owner and when it expires unless renewed. */
export interface TaskClaim {
  readonly by: Person
  readonly since: string
  readonly until: string
}

/** Returns the claim recorded on a Task, expired or not (`accepted`, owner, `restriction.period`, ux 5.3). */
export function claimOf(task: Task): TaskClaim | null {
  const userId = idOf(task.owner, 'Practitioner')
  const { start, end } = task.restriction?.period ?? {}
  return task.status === 'accepted' && userId && start && end
    ? { by: { userId, name: task.owner?.display ?? userId }, since: start, until: end }
    : null
}

/** Returns the claim in force; null once it has expired. */
export const activeClaimOf = (task: Task, now: Date): TaskClaim | null => {
  const claim = claimOf(task)
  return claim && new Date(claim.until) > now ? claim : null
}
