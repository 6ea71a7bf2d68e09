import { idOf, type NewEvent, type Person, referTo, staff, type WithId } from '@wardline/events'
import type { Observation, Reference, Task } from 'fhir/r4'
import type { Critical } from '../../reference-data/laboratory/thresholds.ts'
import { thresholds } from '../../reference-data/laboratory/thresholds.ts'
import type { Authorship } from '../authorship.ts'
import { buildTask, type TaskCode, taskCodes } from '../orders/task.ts'

/** `Task.input.type` of the notified people. */
const NOTIFIED = 'called'

interface CriticalAlertInput extends Authorship {
  readonly alertId: string
  readonly observation: WithId<Observation>
  readonly critical: Critical
  /** Recipients; the first one owns the Task. */
  readonly notify: readonly Person[]
  readonly previous: { readonly value: string; readonly collectedAt: string } | null
}

interface AlertTaskInput extends Authorship {
  readonly alertId: string
  readonly code: TaskCode
  readonly focus: Reference
  readonly priority: Task['priority']
  readonly basedOn?: readonly Reference[]
  /** Recipients; the first one owns the Task. */
  readonly notify: readonly Person[]
}

/** Builds the Task of an alert that notifies named people. */
export function buildAlertTask({ alertId, notify, ...input }: AlertTaskInput): WithId<Task> {
  const task = buildTask({ ...input, id: alertId, business: 'raised', owner: notify[0] ?? null })
  return { ...task, input: notify.map((person) => ({ type: { text: NOTIFIED }, valueReference: staff(person) })) }
}

/** Builds the Task and event of a critical result (ux 5.4). */
export function buildCriticalAlert({ alertId, observation, critical, notify, previous, ...author }: CriticalAlertInput): {
  readonly task: WithId<Task>
  readonly event: NewEvent<'lab.critical.alert'>
} {
  const orderId = idOf(observation.basedOn?.[0], 'ServiceRequest')
  const task = buildAlertTask({
    ...author,
    alertId,
    notify,
    code: taskCodes.criticalResult,
    focus: referTo('Observation', observation.id),
    // The laboratory finds the alert by its order (LAB-9).
    ...(orderId ? { basedOn: [referTo('ServiceRequest', orderId)] } : {}),
    priority: 'stat',
  })
  return {
    task,
    event: {
      type: 'lab.critical.alert',
      resource: task,
      related: [observation],
      data: {
        observationId: observation.id,
        notify: [...notify],
        limit: critical.limit,
        thresholds: thresholds.version,
        previous: previous ? { ...previous } : null,
      },
    },
  }
}

/** Returns the people an alert notified; they also receive its acknowledgement, even if the owner of the Task has changed. */
export const notifiedPeople = (alert: Task): readonly Person[] =>
  (alert.input ?? []).flatMap(({ type, valueReference }) => {
    const userId = type.text === NOTIFIED ? idOf(valueReference, 'Practitioner') : null
    return userId ? [{ userId, name: valueReference?.display ?? userId }] : []
  })
