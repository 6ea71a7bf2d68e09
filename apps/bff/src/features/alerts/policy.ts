import { idOf, type Person } from '@wardline/events'
import type { Task } from 'fhir/r4'
import { Refusal } from '../../commands/refusal.ts'
import { taskCodes } from '../../fhir-builders/orders/task.ts'

const alertCodes: readonly string[] = [taskCodes.criticalResult, taskCodes.deviceAlarm]

export const isAlert = (task: Task | null): task is Task =>
  task?.code?.coding?.some(({ code }) => code !== undefined && alertCodes.includes(code)) ?? false

/** The first acknowledgement counts; later ones are refused with its author (ux 5.4, INB-5). */
export function mayAcknowledge(alert: Task): void {
  if (alert.status === 'requested') return
  const by: Person = { userId: idOf(alert.owner) ?? '', name: alert.owner?.display ?? '' }
  throw new Refusal('ALREADY_ACKNOWLEDGED', { by, at: alert.lastModified ?? null })
}
