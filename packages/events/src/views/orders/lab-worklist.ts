import type { Observation, ServiceRequest } from 'fhir/r4'
import type { ClinicalEvent } from '../../catalog/index.ts'
import type { Subject } from '../../envelope.ts'
import { displayTextOf, identifierOf, idOf, pick, type Stored, systems } from '../../fhir.ts'
import type { Person } from '../../people.ts'
import { defineView, rowFromResource } from '../framework/define-view.ts'
import { newestFirst } from '../framework/sort-keys.ts'
import { type Reported, reportedIn } from '../results/observation.ts'
import { type OrderRow, priorityRank, toOrderRow } from './orders.ts'

/** Acknowledgement state of a critical value of the order, for the laboratory (LAB-9). */
export interface CriticalState extends Pick<Reported, 'value' | 'unit' | 'flag'> {
  readonly alertId: string
  readonly observationId: string
  readonly display: string
  readonly raisedAt: string
  readonly acknowledgedBy: Person | null
  readonly acknowledgedAt: string | null
}

/** A laboratory order in the worklist. */
export interface LabWorklistRow extends OrderRow {
  readonly patient: Subject
  /** Accession number of the specimen; null until it is assigned. */
  readonly accession: string | null
  /** Specimen to collect as text (`Blood, serum tube`), from `ServiceRequest.specimen`. */
  readonly specimen: string | null
  readonly criticals: readonly CriticalState[]
}

const toRow = (order: Stored<ServiceRequest>, event: ClinicalEvent, before: LabWorklistRow | null): LabWorklistRow | null => {
  const row = toOrderRow(order, event, before)
  const patient = event.subject ?? before?.patient
  if (!row || !patient) return before
  return {
    ...row,
    patient,
    accession: identifierOf(order.identifier, systems.accession) ?? before?.accession ?? null,
    specimen: order.specimen?.[0]?.display ?? before?.specimen ?? null,
    criticals: before?.criticals ?? [],
  }
}

const measuredIn = (observation: Observation | null): Pick<CriticalState, 'display' | 'value' | 'unit' | 'flag'> => {
  if (!observation) return { display: '', value: null, unit: null, flag: null }
  const { value, unit, flag } = reportedIn(observation)
  return { display: displayTextOf(observation.code) ?? '', value, unit, flag }
}

const orderOf = (event: ClinicalEvent<'lab.critical.alert'>) => idOf(pick(event.related, 'Observation')?.basedOn?.[0], 'ServiceRequest')

/** The order of open work on the worklist, compared as text: priority, then longest waiting (LAB-1). */
export const worklistRank = ({ priority, authoredAt }: Pick<LabWorklistRow, 'priority' | 'authoredAt'>): string =>
  `${priorityRank[priority]}|${authoredAt}`

export const labWorklistView = defineView<LabWorklistRow>()({
  name: 'lab-worklist',
  room: 'labWorklist',
  audiences: ['laboratory'],
  on: {
    'lab.order.created': rowFromResource<LabWorklistRow, ServiceRequest>(toRow),
    'order.updated': rowFromResource<LabWorklistRow, ServiceRequest>(toRow),
    'order.cancelled': {
      rows: (event: ClinicalEvent<'order.cancelled'>) => [event.resource.id],
      fold: (row: LabWorklistRow | null, event: ClinicalEvent<'order.cancelled'>) => {
        const next = toRow(event.resource, event, row)
        return next && { ...next, cancelReason: event.data.reason }
      },
    },
    'lab.result.available': {
      rows: (event: ClinicalEvent<'lab.result.available'>) => (event.data.orderId ? [event.data.orderId] : []),
      fold: (row: LabWorklistRow | null, event: ClinicalEvent<'lab.result.available'>) => {
        const order = pick(event.related, 'ServiceRequest')
        const next = order ? toRow(order, event, row) : row
        return (
          next && {
            ...next,
            reportId: event.resource.id,
            commandId: event.commandId,
            changedBy: event.actor.name,
            changedAt: event.recordedAt,
          }
        )
      },
    },
    'lab.critical.alert': {
      rows: (event: ClinicalEvent<'lab.critical.alert'>) => [orderOf(event)].filter((id): id is string => id !== null),
      fold: (row: LabWorklistRow | null, event: ClinicalEvent<'lab.critical.alert'>) =>
        row && {
          ...row,
          criticals: [
            ...row.criticals.filter((critical) => critical.alertId !== event.resource.id),
            {
              alertId: event.resource.id,
              observationId: event.data.observationId,
              ...measuredIn(pick(event.related, 'Observation')),
              raisedAt: event.recordedAt,
              acknowledgedBy: null,
              acknowledgedAt: null,
            },
          ],
        },
    },
    'alert.acknowledged': {
      rows: (event: ClinicalEvent<'alert.acknowledged'>) => [orderIdOf(event)].filter((id): id is string => id !== null),
      fold: (row: LabWorklistRow | null, event: ClinicalEvent<'alert.acknowledged'>) =>
        row && {
          ...row,
          criticals: row.criticals.map((critical) =>
            critical.alertId === event.resource.id
              ? { ...critical, acknowledgedBy: event.data.by, acknowledgedAt: event.data.at }
              : critical,
          ),
        },
    },
  },
  /** By priority, STAT first, then longest waiting; completed orders below open work, newest first. */
  sortKey: (row) => (row.status === 'active' ? `0|${worklistRank(row)}` : `1|${newestFirst(row.changedAt)}`),
  direction: 'asc',
})

function orderIdOf(event: ClinicalEvent<'alert.acknowledged'>): string | null {
  return idOf(event.resource.basedOn?.[0], 'ServiceRequest')
}
