import {
  type EventType,
  extensions,
  type NewEvent,
  type OrderCategory,
  type Priority,
  referTo,
  staff,
  systems,
  type WithId,
} from '@wardline/events'
import type { ServiceRequest, Task } from 'fhir/r4'
import type { Orderable } from '../../reference-data/orders/orderable.ts'
import { type Authorship, patientOf } from '../authorship.ts'
import { buildTask, taskCodes } from './task.ts'

export interface OrderInput extends Authorship {
  readonly orderId: string
  readonly taskId: string
  readonly orderable: Orderable
  readonly priority: Priority
  readonly indication: string | null
  readonly note: string | null
  /** Shared by all orders signed together. */
  readonly requisitionId: string
  /** null uses the catalogue's limit. */
  readonly limitHours: number | null
  readonly acceptsUnchecked: boolean
}

const HOUR_MS = 3_600_000

/** Returns the stop time or review time of an order; the catalogue's limit applies when the signer set none (ORD-6). */
export function orderLimit(
  orderable: Orderable,
  from: string,
  hours: number | null,
): Pick<ServiceRequest, 'occurrencePeriod' | 'extension'> {
  const { limit } = orderable
  if (!limit) return {}
  const at = new Date(new Date(from).getTime() + (hours ?? limit.hours) * HOUR_MS).toISOString()
  return limit.kind === 'stop'
    ? { occurrencePeriod: { start: from, end: at } }
    : { extension: [{ url: extensions.reviewBy, valueDateTime: at }] }
}

/** Returns the elements that change when an order gets a new limit; other extensions are kept. */
export function withNewLimit(order: ServiceRequest, orderable: Orderable, from: string, hours: number): Partial<ServiceRequest> {
  const { extension, ...period } = orderLimit(orderable, from, hours)
  if (!extension) return period
  return { extension: [...(order.extension?.filter(({ url }) => url !== extensions.reviewBy) ?? []), ...extension] }
}

const uncheckedExtensions = ({ orderable, acceptsUnchecked }: Pick<OrderInput, 'orderable' | 'acceptsUnchecked'>) =>
  acceptsUnchecked ? orderable.unchecked.map((check) => ({ url: extensions.unchecked, valueCode: check })) : []

/** Elements of an active order that may be edited. */
export const orderDetails = ({ indication, note, priority }: Pick<OrderInput, 'indication' | 'note' | 'priority'>) => ({
  priority,
  reasonCode: indication ? [{ text: indication }] : undefined,
  note: note ? [{ text: note }] : undefined,
})

/** Builds a signed order and its fulfilment Task. */
export function buildOrder(input: OrderInput): { readonly order: WithId<ServiceRequest>; readonly task: WithId<Task> } {
  const { orderable, subject, by, at, orderId, taskId, priority, requisitionId } = input
  const { extension = [], ...period } = orderLimit(orderable, at, input.limitHours)
  const extensionEntries = [...extension, ...uncheckedExtensions(input)]
  const order: WithId<ServiceRequest> = {
    resourceType: 'ServiceRequest',
    id: orderId,
    status: 'active',
    intent: 'order',
    category: [{ coding: [{ system: systems.orderCategory, code: orderable.category }] }],
    code: { coding: [{ system: orderable.system, code: orderable.code, display: orderable.display }], text: orderable.display },
    subject: patientOf(subject),
    authoredOn: at,
    requester: staff(by),
    requisition: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${requisitionId}` },
    // The specimen is not collected yet; collector and laboratory read the required tube here (LAB-1).
    ...(orderable.category === 'laboratory' && orderable.detail ? { specimen: [{ display: orderable.detail }] } : {}),
    ...period,
    ...(extensionEntries.length > 0 ? { extension: extensionEntries } : {}),
    ...orderDetails(input),
  }
  const focus = referTo('ServiceRequest', orderId)
  return { order, task: buildTask({ id: taskId, code: taskCodes.fulfilOrder, focus, business: 'requested', priority, subject, by, at }) }
}

const createdEventTypes = {
  laboratory: 'lab.order.created',
  imaging: 'radiology.order.created',
  other: 'service.order.created',
} as const satisfies Record<OrderCategory, EventType>

/** Returns the event of a signed order, by the department that fulfils it. */
export const orderEvent = (
  { order, task }: { readonly order: WithId<ServiceRequest>; readonly task: WithId<Task> },
  { orderable, at }: Pick<OrderInput, 'orderable' | 'at'>,
  duplicateReason: string | null,
): NewEvent => ({
  type: createdEventTypes[orderable.category],
  resource: order,
  related: [task],
  data: { duplicateReason },
  occurredAt: at,
})
