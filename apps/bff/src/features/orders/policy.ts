import {
  codeOf,
  type FulfilmentStep,
  fulfilmentSteps,
  idOf,
  loincOf,
  RECALL_MS,
  reportedIn,
  stepOf,
  systems,
  wordsOf,
} from '@wardline/events'
import type { Observation, ServiceRequest, Task } from 'fhir/r4'
import { Refusal } from '../../commands/refusal.ts'
import type { Orderable } from '../../reference-data/orders/orderable.ts'
import { orderableWithCode } from '../../reference-data/orders/orderables.ts'

/** What would be ordered although it is there already (decision 17). */
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

/** The same order, or a panel that reports everything this one would. */
function covers(order: ServiceRequest, wanted: Orderable): boolean {
  const code = codeOfOrder(order)
  if (code === wanted.code) return true
  const reported = orderableWithCode(code)?.analytes ?? []
  return wanted.analytes.length > 0 && wanted.analytes.every((analyte) => reported.includes(analyte))
}

const fromOrder = (order: ServiceRequest, wanted: Orderable): Duplicate => ({
  orderableId: wanted.id,
  kind: 'order',
  id: order.id ?? '',
  display: wordsOf(order.code) ?? '',
  at: order.authoredOn ?? null,
  by: order.requester?.display ?? null,
  value: null,
  unit: null,
  flag: null,
})

const fromResult = (result: Observation, wanted: Orderable): Duplicate => {
  const { value, unit, flag } = reportedIn(result)
  return {
    orderableId: wanted.id,
    kind: 'result',
    id: result.id ?? '',
    display: wordsOf(result.code) ?? loincOf(result),
    at: result.effectiveDateTime ?? null,
    by: result.performer?.[0]?.display ?? null,
    value,
    unit,
    flag,
  }
}

/** Standing orders and results inside the window of this orderable; results newest first as they came. */
export function duplicatesOf(
  wanted: Orderable,
  standing: readonly ServiceRequest[],
  results: readonly Observation[],
  now: Date,
): readonly Duplicate[] {
  const earliest = now.getTime() - wanted.duplicateWithinHours * HOUR_MS
  const recent = results.filter((result) => new Date(result.effectiveDateTime ?? 0).getTime() >= earliest)
  const answered = wanted.analytes.map((analyte) => recent.find((result) => loincOf(result) === analyte))
  const [first] = answered
  return [
    ...standing.filter((order) => covers(order, wanted)).map((order) => fromOrder(order, wanted)),
    // A panel is only repeated when every one of its values is there.
    ...(first && answered.every(Boolean) ? [fromResult(first, wanted)] : []),
  ]
}

const changeable: readonly ServiceRequest['status'][] = ['active', 'on-hold', 'draft']

/** An order that ended stays as it ended. */
export function mustStand(order: ServiceRequest, task: Task | null): void {
  if (changeable.includes(order.status)) return
  throw new Refusal('NOT_IN_THIS_STATE', { status: order.status, by: task?.owner?.display ?? null, at: task?.lastModified ?? null })
}

const reached = (task: Task | null, step: FulfilmentStep) => fulfilmentSteps.indexOf(stepOf(task)) >= fulfilmentSteps.indexOf(step)

/** The ring on the screen starts with the answer: so long may the answer and the second click have been on their way. */
const ON_THE_WAY_MS = 5_000

/** Only its author, at once, and before anybody who fulfils it has begun (ORD-20). */
export function mustBeRecallable(order: ServiceRequest, task: Task | null, userId: string, now: Date): void {
  mustStand(order, task)
  if (idOf(order.requester) !== userId) throw new Refusal('NOT_ALLOWED')
  const age = now.getTime() - new Date(order.authoredOn ?? 0).getTime()
  if (age > RECALL_MS + ON_THE_WAY_MS || stepOf(task) !== 'requested' || (task && task.status !== 'requested'))
    throw new Refusal('TOO_LATE_TO_RECALL', {
      orderId: order.id,
      step: stepOf(task),
      by: task?.owner?.display ?? null,
      at: task?.lastModified ?? null,
    })
}

/** A specimen exists: revoking informs whoever has it, and somebody must decide about it (ORD-15). */
export const wasCollected = (task: Task | null): boolean => reached(task, 'specimen-collected') && stepOf(task) !== 'cancelled'

interface Asked {
  readonly orderable: Orderable
  readonly indication: string | null
  readonly limitHours: number | null
  readonly acceptsUnchecked: boolean
}

const unsaid = ({ orderable, indication, limitHours, acceptsUnchecked }: Asked): readonly string[] => [
  ...(orderable.needsIndication && indication === null ? ['indication'] : []),
  // Longer than the catalogue lets it run unseen, or a limit for what has none (ORD-6).
  ...(limitHours !== null && limitHours > (orderable.limit?.mostHours ?? 0) ? ['limitHours'] : []),
  // Nothing compares it with the record: its signer says that they know (SHL-11).
  ...(orderable.unchecked.length > 0 && !acceptsUnchecked ? ['acceptsUnchecked'] : []),
]

/** What had to be said before signing and was not (ORD-4). */
export function mustBeComplete(items: readonly Asked[]): void {
  const missing = items.flatMap((item) => unsaid(item).map((field) => ({ orderableId: item.orderable.id, field })))
  if (missing.length) throw new Refusal('INVALID_INPUT', { missing })
}

/** The order belongs to the patient on the asker's screen (ID-15). */
export function mustBeOf(order: ServiceRequest | null, patientId: string): asserts order is ServiceRequest {
  if (!order || idOf(order.subject, 'Patient') !== patientId) throw new Refusal('NOT_FOUND')
}
