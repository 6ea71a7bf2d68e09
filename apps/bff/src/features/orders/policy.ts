import {
  codeOf,
  displayTextOf,
  type FulfilmentStep,
  fulfilmentSteps,
  idOf,
  isOpenOrder,
  loincOf,
  RECALL_MS,
  reportedIn,
  type Stored,
  stepOf,
  systems,
} from '@wardline/events'
import type { Observation, ServiceRequest, Task } from 'fhir/r4'
import { Refusal } from '../../commands/refusal.ts'
import type { Orderable } from '../../reference-data/orders/orderable.ts'
import { orderableWithCode } from '../../reference-data/orders/orderables.ts'

/** An active order or recent result that a new order would duplicate (decision 17). */
export interface Duplicate {
  readonly orderableId: string
  readonly kind: 'order' | 'result'
  readonly id: string
  readonly display: string
  readonly at: string | null
  readonly by: string | null
  readonly value: string | null
  readonly unit: string | null
  readonly flag: string | null
}

const HOUR_MS = 3_600_000

const codeOfOrder = (order: ServiceRequest) => codeOf(order.code, systems.loinc) ?? order.code?.coding?.[0]?.code ?? ''

/** Returns whether an order is the same, or a panel that includes all analytes of the new one. */
function covers(order: ServiceRequest, requested: Orderable): boolean {
  const code = codeOfOrder(order)
  if (code === requested.code) return true
  const reported = orderableWithCode(code)?.analytes ?? []
  return requested.analytes.length > 0 && requested.analytes.every((analyte) => reported.includes(analyte))
}

const fromOrder = (order: Stored<ServiceRequest>, requested: Orderable): Duplicate => ({
  orderableId: requested.id,
  kind: 'order',
  id: order.id,
  display: displayTextOf(order.code) ?? '',
  at: order.authoredOn ?? null,
  by: order.requester?.display ?? null,
  value: null,
  unit: null,
  flag: null,
})

const fromResult = (result: Stored<Observation>, requested: Orderable): Duplicate => {
  const { value, unit, flag } = reportedIn(result)
  return {
    orderableId: requested.id,
    kind: 'result',
    id: result.id,
    display: displayTextOf(result.code) ?? loincOf(result),
    at: result.effectiveDateTime ?? null,
    by: result.performer?.[0]?.display ?? null,
    value,
    unit,
    flag,
  }
}

/** Returns active orders and results within the orderable's duplicate window. @param results newest first */
export function duplicatesOf(
  requested: Orderable,
  active: readonly Stored<ServiceRequest>[],
  results: readonly Stored<Observation>[],
  now: Date,
): readonly Duplicate[] {
  const earliest = now.getTime() - requested.duplicateWithinHours * HOUR_MS
  const recent = results.filter((result) => new Date(result.effectiveDateTime ?? 0).getTime() >= earliest)
  const matches = requested.analytes.map((analyte) => recent.find((result) => loincOf(result) === analyte))
  const [first] = matches
  return [
    ...active.filter((order) => covers(order, requested)).map((order) => fromOrder(order, requested)),
    // A panel counts as repeated only when all of its values exist.
    ...(first && matches.every(Boolean) ? [fromResult(first, requested)] : []),
  ]
}

/** Ended orders cannot be changed. */
export function mustBeOpen(order: ServiceRequest, task: Task | null): void {
  if (isOpenOrder(order)) return
  throw new Refusal('NOT_IN_THIS_STATE', { status: order.status, by: task?.owner?.display ?? null, at: task?.lastModified ?? null })
}

const hasReached = (task: Task | null, step: FulfilmentStep) => fulfilmentSteps.indexOf(stepOf(task)) >= fulfilmentSteps.indexOf(step)

/** The client's countdown starts with the response: allowance for the latency of the response and of the recall request. */
const LATENCY_MS = 5_000

/** Recall is for the author only, within seconds, and before work has started (ORD-20). */
export function mustBeRecallable(order: ServiceRequest, task: Task | null, userId: string, now: Date): void {
  mustBeOpen(order, task)
  if (idOf(order.requester) !== userId) throw new Refusal('NOT_ALLOWED')
  const age = now.getTime() - new Date(order.authoredOn ?? 0).getTime()
  if (age > RECALL_MS + LATENCY_MS || stepOf(task) !== 'requested' || (task && task.status !== 'requested'))
    throw new Refusal('TOO_LATE_TO_RECALL', {
      orderId: order.id,
      step: stepOf(task),
      by: task?.owner?.display ?? null,
      at: task?.lastModified ?? null,
    })
}

/** Returns whether a specimen exists: a decision about it is needed when the order is revoked (ORD-15). */
export const wasCollected = (task: Task | null): boolean => hasReached(task, 'specimen-collected') && stepOf(task) !== 'cancelled'

interface RequestedItem {
  readonly orderable: Orderable
  readonly indication: string | null
  readonly limitHours: number | null
  readonly acceptsUnchecked: boolean
}

const missingFields = ({ orderable, indication, limitHours, acceptsUnchecked }: RequestedItem): readonly string[] => [
  ...(orderable.needsIndication && indication === null ? ['indication'] : []),
  // Longer than the catalogue allows, or a limit for an orderable without one (ORD-6).
  ...(limitHours !== null && limitHours > (orderable.limit?.maxHours ?? 0) ? ['limitHours'] : []),
  // There are no automatic checks: the signer must accept that (SHL-11).
  ...(orderable.unchecked.length > 0 && !acceptsUnchecked ? ['acceptsUnchecked'] : []),
]

/** All required fields must be present before signing (ORD-4). */
export function mustBeComplete(items: readonly RequestedItem[]): void {
  const missing = items.flatMap((item) => missingFields(item).map((field) => ({ orderableId: item.orderable.id, field })))
  if (missing.length) throw new Refusal('INVALID_INPUT', { missing })
}

/** The order must belong to the patient whose chart is open (ID-15). */
export function mustBelongTo(order: Stored<ServiceRequest> | null, patientId: string): asserts order is Stored<ServiceRequest> {
  if (!order || idOf(order.subject, 'Patient') !== patientId) throw new Refusal('NOT_FOUND')
}
