import { idOf, type NewEvent, type Person, referTo, type WithId } from '@wardline/events'
import type { Communication, Task } from 'fhir/r4'
import type { Authorship } from '../authorship.ts'
import { taskCodes } from '../orders/task.ts'
import { buildAlertTask } from './critical-alert.ts'

interface DeviceAlarmInput extends Authorship {
  readonly alertId: string
  readonly alarm: WithId<Communication>
  /** Recipients of a high-priority alarm, empty for medium priority. The first one owns the Task. */
  readonly notify: readonly Person[]
}

/**
 * IEC 60601-1-8 priorities in FHIR terms: high (`stat`) notifies the treating staff, medium (`urgent` or `asap`) stays in
 * the chart until acknowledged, low needs no action.
 */
export const requiresAction = ({ priority }: Communication): boolean => priority === 'stat' || priority === 'urgent' || priority === 'asap'
export const isHighPriority = ({ priority }: Communication): boolean => priority === 'stat'

/** Builds the Task and event of a device alarm. */
export function buildDeviceAlarm({ alertId, alarm, notify, ...author }: DeviceAlarmInput): {
  readonly task: WithId<Task>
  readonly event: NewEvent<'device.alert.triggered'>
} {
  const task = buildAlertTask({
    ...author,
    alertId,
    notify,
    code: taskCodes.deviceAlarm,
    focus: referTo('Communication', alarm.id),
    priority: isHighPriority(alarm) ? 'stat' : 'urgent',
  })
  const deviceId = idOf(alarm.sender, 'Device') ?? ''
  return { task, event: { type: 'device.alert.triggered', resource: alarm, related: [task], data: { deviceId, notify: [...notify] } } }
}
