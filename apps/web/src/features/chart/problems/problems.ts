import type { ProblemRow } from '@wardline/events'

export const problemGroups = ['active', 'inactive', 'resolved'] as const
export type ProblemGroup = (typeof problemGroups)[number]

const groupByStatus: Record<ProblemRow['clinicalStatus'], ProblemGroup> = {
  active: 'active',
  recurrence: 'active',
  relapse: 'active',
  inactive: 'inactive',
  remission: 'inactive',
  resolved: 'resolved',
}

/** Groups problems into active, inactive and resolved (CHT-3); each group keeps the order of the view. */
export function groupProblems(rows: readonly ProblemRow[]): Readonly<Record<ProblemGroup, readonly ProblemRow[]>> {
  const groups: Record<ProblemGroup, ProblemRow[]> = { active: [], inactive: [], resolved: [] }
  for (const row of rows) groups[groupByStatus[row.clinicalStatus]].push(row)
  return groups
}
