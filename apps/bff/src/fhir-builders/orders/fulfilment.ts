import { idOf, type Person, type WithId } from '@wardline/events'
import type { ServiceRequest, Task } from 'fhir/r4'
import type { Authorship } from '../authorship.ts'
import { moveTask } from './task.ts'

type ReportStatus = 'preliminary' | 'final'

/** Returns the ordering clinician, who is notified of results. */
export const ordererOf = (order: ServiceRequest | null): readonly Person[] => {
  const userId = idOf(order?.requester, 'Practitioner')
  return userId ? [{ userId, name: order?.requester?.display ?? userId }] : []
}

/** A final report completes the order; a preliminary one leaves it active. */
export const orderAfterReport = (order: WithId<ServiceRequest>, status: ReportStatus): WithId<ServiceRequest> =>
  status === 'final' ? { ...order, status: 'completed' } : order

/** Returns the fulfilment Task, moved to the step of the report. */
export function tasksAfterReport(
  task: WithId<Task> | null,
  status: ReportStatus,
  { at, by }: Pick<Authorship, 'at' | 'by'>,
): readonly WithId<Task>[] {
  if (!task) return []
  const [state, business] =
    status === 'final' ? (['completed', 'resulted-final'] as const) : (['in-progress', 'resulted-preliminary'] as const)
  return [moveTask(task, { status: state, business, at, owner: by })]
}
