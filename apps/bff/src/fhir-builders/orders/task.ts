import { type Person, staff, systems, type WithId } from '@wardline/events'
import type { Reference, Task } from 'fhir/r4'
import { type Authorship, patientOf } from '../authorship.ts'

/** Kinds of work (`Task.code`). */
export const taskCodes = {
  fulfilOrder: 'fulfil-order',
  verifyPrescription: 'verify-prescription',
  supplyPrescription: 'supply-prescription',
  criticalResult: 'critical-result',
  deviceAlarm: 'device-alarm',
  reviewResult: 'review-result',
} as const
export type TaskCode = (typeof taskCodes)[keyof typeof taskCodes]

const business = (code: string) => ({ coding: [{ system: systems.businessStatus, code }] })

interface TaskInput extends Authorship {
  readonly id: string
  readonly code: TaskCode
  readonly focus: Reference
  readonly business: string
  readonly priority?: Task['priority']
  readonly basedOn?: readonly Reference[]
  readonly owner?: Person | null
}

/** Builds a requested Task. */
export const buildTask = ({ id, code, focus, business: step, priority, basedOn, owner, subject, by, at }: TaskInput): WithId<Task> => ({
  resourceType: 'Task',
  id,
  status: 'requested',
  businessStatus: business(step),
  intent: 'order',
  ...(priority ? { priority } : {}),
  code: { coding: [{ system: systems.taskCode, code }] },
  focus,
  ...(basedOn?.length ? { basedOn: [...basedOn] } : {}),
  for: patientOf(subject),
  authoredOn: at,
  lastModified: at,
  requester: staff(by),
  ...(owner ? { owner: staff(owner) } : {}),
})

interface TaskUpdate {
  readonly status: Task['status']
  readonly business: string
  readonly at: string
  /** The new owner; null removes the owner, absent keeps it. */
  readonly owner?: Person | null
  readonly reason?: string | null
  readonly note?: { readonly by: Person; readonly text: string } | null
}

/** Moves a Task to another state. Drops `restriction`: a lease is valid only in the state it was granted in. */
export function moveTask(task: WithId<Task>, { status, business: step, at, owner, reason, note }: TaskUpdate): WithId<Task> {
  const { restriction: _lease, owner: before, ...rest } = task
  const now = owner === undefined ? before : owner === null ? undefined : staff(owner)
  return {
    ...rest,
    status,
    businessStatus: business(step),
    lastModified: at,
    ...(now ? { owner: now } : {}),
    ...(reason ? { statusReason: { text: reason } } : {}),
    ...(note ? { note: [...(task.note ?? []), { authorReference: staff(note.by), time: at, text: note.text }] } : {}),
  }
}

/** Adds a lease to a Task (`restriction.period`, ux 5.3). */
export const withLease = (task: WithId<Task>, from: string, until: string): WithId<Task> => ({
  ...task,
  restriction: { period: { start: from, end: until } },
})
