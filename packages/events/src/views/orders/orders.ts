import type { ServiceRequest, Task } from 'fhir/r4'
import type { ClinicalEvent, EventType } from '../../catalog/index.ts'
import { categoryOf, type FulfilmentStep, type OrderCategory, stepOf } from '../../catalog/orders.ts'
import { codeOf, displayTextOf, extensions, idOf, pick, type Stored, systems, versionOf } from '../../fhir.ts'
import type { Person } from '../../people.ts'
import { defineView, importSteps, rowFromResource, type ViewRow } from '../framework/define-view.ts'

export const priorities = ['routine', 'urgent', 'asap', 'stat'] as const
export type Priority = (typeof priorities)[number]

/** First part of the sort key of every list by urgency: STAT first. */
export const priorityRank = { stat: '0', asap: '1', urgent: '2', routine: '3' } as const satisfies Record<Priority, string>

export interface Fulfilment {
  readonly step: FulfilmentStep
  readonly at: string | null
  readonly by: string | null
}

/** Stop or review time of an order (ORD-6). */
export interface OrderLimit {
  readonly kind: 'stop' | 'review'
  readonly at: string
}

export interface OrderRow extends ViewRow {
  readonly patientId: string
  readonly code: string
  readonly display: string
  readonly category: OrderCategory
  readonly priority: Priority
  /** FHIR request-status. */
  readonly status: ServiceRequest['status']
  readonly fulfilment: Fulfilment
  readonly authoredAt: string
  readonly requester: Person
  readonly indication: string | null
  readonly note: string | null
  /** Shared by orders signed together. */
  readonly requisition: string | null
  readonly reportId: string | null
  readonly cancelReason: string | null
  readonly duplicateReason: string | null
  readonly limit: OrderLimit | null
  /** Safety checks that were not performed, as accepted by the signer (SHL-11). */
  readonly unchecked: readonly string[]
  /** Last author, for "changed by Dr A, 21:05" (CHT-13). */
  readonly changedBy: string
  readonly changedAt: string
}

const fulfilmentFrom = (task: Task | null, before: OrderRow | null): Fulfilment =>
  task
    ? { step: stepOf(task), at: task.lastModified ?? null, by: task.owner?.display ?? null }
    : (before?.fulfilment ?? { step: 'requested', at: null, by: null })

export function limitOf(order: ServiceRequest): OrderLimit | null {
  const stop = order.occurrencePeriod?.end
  if (stop) return { kind: 'stop', at: stop }
  const review = order.extension?.find(({ url }) => url === extensions.reviewBy)?.valueDateTime
  return review ? { kind: 'review', at: review } : null
}

const uncheckedIn = (order: ServiceRequest): readonly string[] =>
  order.extension?.flatMap(({ url, valueCode }) => (url === extensions.unchecked && valueCode ? [valueCode] : [])) ?? []

/** Builds the row of an order from its resource and, if related, its fulfilment Task. */
export const toOrderRow = (order: Stored<ServiceRequest>, event: ClinicalEvent, before: OrderRow | null): OrderRow | null =>
  order.status === 'entered-in-error' && !before
    ? null
    : {
        id: order.id,
        versionId: versionOf(order),
        commandId: event.commandId,
        patientId: idOf(order.subject, 'Patient') ?? '',
        code: codeOf(order.code, systems.loinc) ?? order.code?.coding?.[0]?.code ?? '',
        display: displayTextOf(order.code) ?? 'Not recorded',
        category: categoryOf(order),
        priority: order.priority ?? 'routine',
        status: order.status,
        fulfilment: fulfilmentFrom(pick(event.related, 'Task'), before),
        authoredAt: order.authoredOn ?? event.occurredAt,
        requester: { userId: idOf(order.requester) ?? '', name: order.requester?.display ?? 'Not recorded' },
        indication: displayTextOf(order.reasonCode?.[0]),
        note: order.note?.[0]?.text ?? null,
        requisition: order.requisition?.value ?? null,
        reportId: before?.reportId ?? null,
        cancelReason: before?.cancelReason ?? null,
        duplicateReason: before?.duplicateReason ?? null,
        limit: limitOf(order),
        unchecked: uncheckedIn(order),
        changedBy: event.actor.name,
        changedAt: event.recordedAt,
      }

type CreatedEvent = ClinicalEvent<'lab.order.created' | 'radiology.order.created' | 'service.order.created'>

const createdStep = {
  rows: (event: CreatedEvent) => [event.resource.id],
  fold: (row: OrderRow | null, event: CreatedEvent) => {
    const next = toOrderRow(event.resource, event, row)
    return next && { ...next, duplicateReason: event.data.duplicateReason }
  },
}

/** Statuses of open orders. */
export const openStatuses = ['active', 'on-hold', 'draft'] as const satisfies readonly ServiceRequest['status'][]
export const isOpenOrder = ({ status }: Pick<ServiceRequest, 'status'>): boolean => openStatuses.some((open) => open === status)

export const ordersView = defineView<OrderRow>()({
  name: 'orders',
  // 2: added `limit` and `unchecked`.
  version: 2,
  room: 'patient',
  audiences: ['care', 'pharmacy', 'laboratory'],
  on: {
    'lab.order.created': createdStep,
    'radiology.order.created': createdStep,
    'service.order.created': createdStep,
    'order.updated': rowFromResource<OrderRow, ServiceRequest>(toOrderRow),
    'order.cancelled': {
      rows: (event: ClinicalEvent<'order.cancelled'>) => [event.resource.id],
      fold: (row: OrderRow | null, event: ClinicalEvent<'order.cancelled'>) => {
        const next = toOrderRow(event.resource, event, row)
        return next && { ...next, cancelReason: event.data.reason }
      },
    },
    'lab.result.available': {
      rows: (event: ClinicalEvent<'lab.result.available'>) => (event.data.orderId ? [event.data.orderId] : []),
      fold: (row: OrderRow | null, event: ClinicalEvent<'lab.result.available'>) => {
        const order = pick(event.related, 'ServiceRequest')
        const next = order ? toOrderRow(order, event as ClinicalEvent<EventType>, row) : row
        return next && { ...next, reportId: event.resource.id, changedBy: event.actor.name, changedAt: event.recordedAt }
      },
    },
    // `reportId` is not set, because it links to laboratory results; imaging reports are in the imaging view.
    'radiology.report.finalized': {
      rows: (event: ClinicalEvent<'radiology.report.finalized'>) =>
        [pick(event.related, 'ServiceRequest')?.id].filter((id) => id !== undefined),
      fold: (row: OrderRow | null, event: ClinicalEvent<'radiology.report.finalized'>) => {
        const order = pick(event.related, 'ServiceRequest')
        return order ? toOrderRow(order, event as ClinicalEvent<EventType>, row) : row
      },
    },
    ...importSteps<OrderRow, 'ServiceRequest'>('ServiceRequest', toOrderRow),
  },
  /** Open orders first, so that old orders do not push them off the first page; then newest first. */
  sortKey: (row) => `${isOpenOrder(row) ? '1' : '0'}|${row.authoredAt}`,
  direction: 'desc',
})
