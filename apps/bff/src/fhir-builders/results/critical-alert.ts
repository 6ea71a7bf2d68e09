import { idOf, type NewEvent, type Person, referTo, staff } from '@wardline/events'
import type { Observation, Reference, Task } from 'fhir/r4'
import type { Critical } from '../../reference-data/laboratory/thresholds.ts'
import { thresholds } from '../../reference-data/laboratory/thresholds.ts'
import type { Authorship } from '../authorship.ts'
import { draftTask, type TaskCode, taskCodes } from '../orders/task.ts'

/** What `Task.input` says of the people whose screens were called. */
const CALLED = 'called'

interface AlertDraft extends Authorship {
  readonly alertId: string
  readonly observation: Observation
  readonly critical: Critical
  /** Who must act; the first one owns the Task. */
  readonly notify: readonly Person[]
  readonly previous: { readonly value: string; readonly collectedAt: string } | null
}

interface CallDraft extends Authorship {
  readonly alertId: string
  readonly code: TaskCode
  readonly focus: Reference
  readonly priority: Task['priority']
  readonly basedOn?: readonly Reference[]
  /** Who must act; the first one owns the Task. */
  readonly notify: readonly Person[]
}

/** Work that somebody is called for by name, on their own screens. */
export function draftCall({ alertId, notify, ...of }: CallDraft): Task {
  const drafted = draftTask({ ...of, id: alertId, business: 'raised', owner: notify[0] ?? null })
  return { ...drafted, input: notify.map((person) => ({ type: { text: CALLED }, valueReference: staff(person) })) }
}

/** Somebody must act on this value: the Task, and how it is told (ux 5.4). */
export function draftCriticalAlert({ alertId, observation, critical, notify, previous, ...author }: AlertDraft): {
  readonly task: Task
  readonly happening: NewEvent<'lab.critical.alert'>
} {
  const orderId = idOf(observation.basedOn?.[0], 'ServiceRequest')
  const task = draftCall({
    ...author,
    alertId,
    notify,
    code: taskCodes.criticalResult,
    focus: referTo('Observation', observation.id ?? ''),
    // The bench finds the alert by the order it worked on (LAB-9).
    ...(orderId ? { basedOn: [referTo('ServiceRequest', orderId)] } : {}),
    priority: 'stat',
  })
  return {
    task,
    happening: {
      type: 'lab.critical.alert',
      resource: task,
      related: [observation],
      data: {
        observationId: observation.id ?? '',
        notify: [...notify],
        limit: critical.limit,
        thresholds: thresholds.version,
        previous: previous ? { ...previous } : null,
      },
    },
  }
}

/** Whom an alert called: their screens must also hear of the acknowledgement, whoever owns the Task by then. */
export const calledBy = (alert: Task): readonly Person[] =>
  (alert.input ?? []).flatMap(({ type, valueReference }) => {
    const userId = type.text === CALLED ? idOf(valueReference, 'Practitioner') : null
    return userId ? [{ userId, name: valueReference?.display ?? userId }] : []
  })
