import type { Observation, Task } from 'fhir/r4'
import type { ClinicalEvent } from '../../catalog/index.ts'
import type { Subject } from '../../envelope.ts'
import { displayTextOf, pick, type Stored, versionOf } from '../../fhir.ts'
import type { Person } from '../../people.ts'
import { defineView, type ViewRow } from '../framework/define-view.ts'
import { type Reported, reportedIn } from '../results/observation.ts'

/** An alert that needs action; self-contained, with two patient identifiers (ID-8). */
export interface AlertRow extends ViewRow, Reported {
  /** A critical value, a critical imaging finding, or an alarm of a bedside device. */
  readonly kind: 'value' | 'finding' | 'device'
  /** False for a device alarm of medium priority, which needs prompt action but no interruption (IEC 60601-1-8). */
  readonly urgent: boolean
  readonly patient: Subject
  /** The critical value; null for findings and alarms. */
  readonly observationId: string | null
  /** Name of the test, the examination or the device. */
  readonly display: string
  /** The exceeded limit as text; null without a limit. */
  readonly limit: string | null
  readonly previous: { readonly value: string; readonly collectedAt: string } | null
  /** Time of specimen collection, or of the device alarm. */
  readonly collectedAt: string | null
  /** Time the result was known, from which escalation is measured (INB-9). */
  readonly knownAt: string
  readonly releasedBy: string
  readonly notify: readonly Person[]
  readonly state: 'raised' | 'acknowledged'
  readonly acknowledgedBy: Person | null
  readonly acknowledgedAt: string | null
}

const alertFields = (
  event: ClinicalEvent<'lab.critical.alert' | 'radiology.critical.alert' | 'device.alert.triggered'>,
  task: Stored<Task>,
  patient: Subject,
) => ({
  id: task.id,
  versionId: versionOf(task),
  commandId: event.commandId,
  patient,
  knownAt: event.recordedAt,
  releasedBy: event.actor.name,
  notify: event.data.notify,
  state: 'raised' as const,
  acknowledgedBy: null,
  acknowledgedAt: null,
})

function valueAlert(event: ClinicalEvent<'lab.critical.alert'>): AlertRow | null {
  const observation: Observation | null = pick(event.related, 'Observation')
  if (!observation || !event.subject) return null
  return {
    ...alertFields(event, event.resource, event.subject),
    kind: 'value',
    urgent: true,
    observationId: event.data.observationId,
    display: displayTextOf(observation.code) ?? '',
    ...reportedIn(observation),
    limit: event.data.limit,
    previous: event.data.previous,
    collectedAt: observation.effectiveDateTime ?? null,
  }
}

/** Fields of a text alert: the text takes the place of the value, and there is no limit. */
const textAlertFields = (text: string | null) => ({
  observationId: null,
  value: text,
  number: null,
  comparator: null,
  unit: null,
  range: null,
  limit: null,
  previous: null,
  collectedAt: null,
})

function findingAlert(event: ClinicalEvent<'radiology.critical.alert'>): AlertRow | null {
  if (!event.subject) return null
  const report = pick(event.related, 'DiagnosticReport')
  return {
    ...alertFields(event, event.resource, event.subject),
    ...textAlertFields(event.data.finding),
    kind: 'finding',
    urgent: true,
    display: displayTextOf(report?.code) ?? '',
    flag: 'AA',
  }
}

const alarmTask = (event: ClinicalEvent<'device.alert.triggered'>) => pick(event.related, 'Task')

/** An alarm without a Task needs no action and has no row. */
function deviceAlert(event: ClinicalEvent<'device.alert.triggered'>): AlertRow | null {
  const task = alarmTask(event)
  if (!task || !event.subject) return null
  const { sender, payload = [], reasonCode } = event.resource
  const urgent = task.priority === 'stat'
  const text = payload.flatMap(({ contentString }) => contentString ?? []).join(' · ')
  return {
    ...alertFields(event, task, event.subject),
    ...textAlertFields(text || displayTextOf(reasonCode?.[0])),
    kind: 'device',
    urgent,
    collectedAt: event.occurredAt,
    display: sender?.display ?? event.data.deviceId,
    flag: urgent ? 'AA' : 'A',
  }
}

const on = {
  'lab.critical.alert': {
    rows: (event: ClinicalEvent<'lab.critical.alert'>) => [event.resource.id],
    fold: (row: AlertRow | null, event: ClinicalEvent<'lab.critical.alert'>) => row ?? valueAlert(event),
  },
  'radiology.critical.alert': {
    rows: (event: ClinicalEvent<'radiology.critical.alert'>) => [event.resource.id],
    fold: (row: AlertRow | null, event: ClinicalEvent<'radiology.critical.alert'>) => row ?? findingAlert(event),
  },
  'device.alert.triggered': {
    rows: (event: ClinicalEvent<'device.alert.triggered'>) => [alarmTask(event)?.id].filter((id) => id !== undefined),
    fold: (row: AlertRow | null, event: ClinicalEvent<'device.alert.triggered'>) => row ?? deviceAlert(event),
  },
  'alert.acknowledged': {
    rows: (event: ClinicalEvent<'alert.acknowledged'>) => [event.resource.id],
    // The first acknowledgement is final; other users see its name (ux 5.4).
    fold: (row: AlertRow | null, event: ClinicalEvent<'alert.acknowledged'>) =>
      row?.state === 'raised'
        ? {
            ...row,
            versionId: versionOf(event.resource),
            commandId: event.commandId,
            state: 'acknowledged' as const,
            acknowledgedBy: event.data.by,
            acknowledgedAt: event.data.at,
          }
        : row,
  },
} as const

const alertOrder = {
  on,
  version: 2,
  /** Open alerts first, urgent before others, oldest on top. */
  sortKey: (row: AlertRow) => `${row.state === 'acknowledged' ? '2' : row.urgent ? '0' : '1'}|${row.knownAt}`,
  direction: 'asc',
} as const

/** Alerts of a patient. */
export const alertsView = defineView<AlertRow>()({
  name: 'alerts',
  room: 'patient',
  audiences: ['care', 'pharmacy', 'laboratory'],
  ...alertOrder,
})

/** Alerts that notify a user. */
export const myAlertsView = defineView<AlertRow>()({
  name: 'my-alerts',
  room: 'user',
  audiences: ['care', 'pharmacy', 'laboratory'],
  ...alertOrder,
})
