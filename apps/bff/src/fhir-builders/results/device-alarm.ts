import { idOf, type NewEvent, type Person, referTo } from '@wardline/events'
import type { Communication, Task } from 'fhir/r4'
import type { Authorship } from '../authorship.ts'
import { taskCodes } from '../orders/task.ts'
import { draftCall } from './critical-alert.ts'

interface AlarmDraft extends Authorship {
  readonly alertId: string
  readonly alarm: Communication
  /** Who must act at once; nobody for an alarm of medium priority. The first one owns the Task. */
  readonly notify: readonly Person[]
}

/**
 * Priorities of IEC 60601-1-8 as FHIR writes them: high is `stat` and calls people wherever they are, medium is `urgent`
 * or `asap` and stands in the chart until somebody has seen to it, low asks nothing of anybody.
 */
export const asksForAct = ({ priority }: Communication): boolean => priority === 'stat' || priority === 'urgent' || priority === 'asap'
export const callsPeople = ({ priority }: Communication): boolean => priority === 'stat'

/** Somebody must see to the device and its patient: the Task, and how it is told. */
export function draftDeviceAlarm({ alertId, alarm, notify, ...author }: AlarmDraft): {
  readonly task: Task
  readonly happening: NewEvent<'device.alert.triggered'>
} {
  const task = draftCall({
    ...author,
    alertId,
    notify,
    code: taskCodes.deviceAlarm,
    focus: referTo('Communication', alarm.id ?? ''),
    priority: callsPeople(alarm) ? 'stat' : 'urgent',
  })
  const deviceId = idOf(alarm.sender, 'Device') ?? ''
  return { task, happening: { type: 'device.alert.triggered', resource: alarm, related: [task], data: { deviceId, notify: [...notify] } } }
}
