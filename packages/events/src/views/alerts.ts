import type { Observation } from 'fhir/r4'
import type { ClinicalEvent } from '../catalog/index.ts'
import type { Subject } from '../envelope.ts'
import { pick, versionOf, wordsOf } from '../fhir.ts'
import type { Person } from '../people.ts'
import { defineView, type ViewRow } from './define-view.ts'
import { type Reported, reportedIn } from './observation.ts'

/** A critical value or finding somebody must act on; complete in itself, with two identifiers (ID-8). */
export interface AlertRow extends ViewRow, Reported {
  readonly patient: Subject
  /** The value it is about; null for a finding in images. */
  readonly observationId: string | null
  readonly display: string
  /** The limit that was passed, in words; null for a finding in images, which passes none. */
  readonly limit: string | null
  readonly previous: { readonly value: string; readonly collectedAt: string } | null
  readonly collectedAt: string | null
  /** When the result was known: the clock of escalation starts here (INB-9). */
  readonly knownAt: string
  readonly releasedBy: string
  readonly notify: readonly Person[]
  readonly state: 'raised' | 'acknowledged'
  readonly acknowledgedBy: Person | null
  readonly acknowledgedAt: string | null
}

const called = (event: ClinicalEvent<'lab.critical.alert' | 'radiology.critical.alert'>, patient: Subject) => ({
  id: event.resource.id ?? '',
  versionId: versionOf(event.resource),
  commandId: event.commandId,
  patient,
  knownAt: event.recordedAt,
  releasedBy: event.actor.name,
  notify: event.data.notify,
  state: 'raised' as const,
  acknowledgedBy: null,
  acknowledgedAt: null,
})

function raised(event: ClinicalEvent<'lab.critical.alert'>): AlertRow | null {
  const observation: Observation | null = pick(event.related, 'Observation')
  if (!observation || !event.subject) return null
  return {
    ...called(event, event.subject),
    observationId: event.data.observationId,
    display: wordsOf(observation.code) ?? '',
    ...reportedIn(observation),
    limit: event.data.limit,
    previous: event.data.previous,
    collectedAt: observation.effectiveDateTime ?? null,
  }
}

/** Told in words by somebody who read images; there is no value to compare and none was collected. */
export const isFinding = ({ observationId }: Pick<AlertRow, 'observationId'>): boolean => observationId === null

/** The finding stands where a value would: it is what somebody has to act on. */
function found(event: ClinicalEvent<'radiology.critical.alert'>): AlertRow | null {
  if (!event.subject) return null
  const report = pick(event.related, 'DiagnosticReport')
  return {
    ...called(event, event.subject),
    observationId: null,
    display: wordsOf(report?.code) ?? '',
    value: event.data.finding,
    number: null,
    comparator: null,
    unit: null,
    flag: 'AA',
    range: null,
    limit: null,
    previous: null,
    collectedAt: null,
  }
}

const on = {
  'lab.critical.alert': {
    rows: (event: ClinicalEvent<'lab.critical.alert'>) => (event.resource.id ? [event.resource.id] : []),
    fold: (row: AlertRow | null, event: ClinicalEvent<'lab.critical.alert'>) => row ?? raised(event),
  },
  'radiology.critical.alert': {
    rows: (event: ClinicalEvent<'radiology.critical.alert'>) => (event.resource.id ? [event.resource.id] : []),
    fold: (row: AlertRow | null, event: ClinicalEvent<'radiology.critical.alert'>) => row ?? found(event),
  },
  'alert.acknowledged': {
    rows: (event: ClinicalEvent<'alert.acknowledged'>) => (event.resource.id ? [event.resource.id] : []),
    // The first acknowledgement stands; others see the name (ux 5.4).
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

const order = {
  on,
  /** Open ones first, the oldest of them on top: it has waited longest. */
  sortKey: (row: AlertRow) => `${row.state === 'raised' ? '0' : '1'}|${row.knownAt}`,
  direction: 'asc',
} as const

/** The patient's alerts, on every screen that shows the patient. */
export const alertsView = defineView<AlertRow>()({
  name: 'alerts',
  room: 'patient',
  audiences: ['care', 'pharmacy', 'laboratory'],
  ...order,
})

/** Alerts that call this person, wherever they are. */
export const myAlertsView = defineView<AlertRow>()({
  name: 'my-alerts',
  room: 'user',
  audiences: ['care', 'pharmacy', 'laboratory'],
  ...order,
})
