import type { AmendOrder, PlaceOrders, RecallOrders, RevokeOrder, revokeReasons, Stored } from '@wardline/events'
import type { ServiceRequest, Task } from 'fhir/r4'
import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import { atVersion, commandContextOf, mustBeAlive } from '../../commands/command-context.ts'
import { decideOnCurrent } from '../../commands/guards/decide-on-current.ts'
import { mustPrescribe } from '../../commands/permits.ts'
import { Refusal } from '../../commands/refusal.ts'
import { retryOnConflict } from '../../commands/retry-on-conflict.ts'
import { buildOrder, orderDetails, orderEvent, withNewLimit } from '../../fhir-builders/orders/order.ts'
import { moveTask, taskCodes } from '../../fhir-builders/orders/task.ts'
import { orderableOf, orderableWithCode } from '../../reference-data/orders/orderables.ts'
import { mustBeComplete, mustBelongTo, mustBeOpen, mustBeRecallable, wasCollected } from './policy.ts'
import { findDuplicates } from './queries.ts'

type Item = PlaceOrders['items'][number]

const fromCatalogue = (item: Item) => {
  const orderable = orderableOf(item.orderableId)
  if (!orderable) throw new Refusal('INVALID_INPUT', { orderableId: item.orderableId, rule: 'not in the catalogue' })
  return { ...item, orderable }
}

/** Signs a basket of orders: one requisition, with an order and a fulfilment Task per item, all or none. */
export async function placeOrders(ctx: AuthenticatedContext, input: PlaceOrders) {
  const permit = await mustPrescribe(ctx, input.patientId)
  mustBeAlive(permit)
  const items = input.items.map(fromCatalogue)
  mustBeComplete(items)
  const context = commandContextOf(ctx, permit)
  const requisitionId = ctx.newId()
  const placed = items.map((item) => {
    const draft = { ...context, ...item, orderId: ctx.newId(), taskId: ctx.newId(), requisitionId }
    const built = buildOrder(draft)
    return { ...built, happening: orderEvent(built, draft, item.duplicateReason) }
  })
  const withoutReason = items.filter(({ duplicateReason }) => duplicateReason === null).map(({ orderable }) => orderable)
  return decideOnCurrent(ctx, input.patientId, async (decidedAt) => {
    const duplicates = withoutReason.length ? await findDuplicates(ctx, input.patientId, withoutReason) : []
    if (duplicates.length) throw new Refusal('DUPLICATE_NEEDS_REASON', { duplicates })
    return ctx.record(permit, {
      commandId: input.commandId,
      input,
      resources: placed.flatMap(({ order, task }) => [order, task]),
      events: placed.map(({ happening }) => happening),
      decidedAt,
      answer: { orderIds: placed.map(({ order }) => order.id), requisitionId },
    })
  })
}

async function orderWithTask(
  ctx: AuthenticatedContext,
  orderId: string,
  patientId: string,
): Promise<{ order: Stored<ServiceRequest>; task: Stored<Task> | null }> {
  const order = await ctx.resources.read('ServiceRequest', orderId)
  mustBelongTo(order, patientId)
  const [task = null] = await ctx.resources.find('Task', { about: `ServiceRequest/${orderId}`, codes: [taskCodes.fulfilOrder] })
  return { order, task }
}

const editable = ['priority', 'indication', 'note'] as const
const detailsOf = (order: ServiceRequest) => ({
  priority: order.priority ?? 'routine',
  indication: order.reasonCode?.[0]?.text ?? null,
  note: order.note?.[0]?.text ?? null,
})

/** Returns the order's limit renewed from now; null when no new limit is requested or the order has none (ORD-6). */
function newLimit(order: ServiceRequest, at: string, hours: number | null): Partial<ServiceRequest> | null {
  const orderable = orderableWithCode(order.code?.coding?.[0]?.code ?? '')
  if (hours === null || !orderable?.limit) return null
  mustBeComplete([{ orderable, indication: '', limitHours: hours, acceptsUnchecked: true }])
  return withNewLimit(order, orderable, at, hours)
}

export const amendOrder = (ctx: AuthenticatedContext, input: AmendOrder) =>
  retryOnConflict(async () => {
    const permit = await mustPrescribe(ctx, input.patientId)
    const { order, task } = await orderWithTask(ctx, input.orderId, input.patientId)
    mustBeOpen(order, task)
    const before = detailsOf(order)
    const limit = newLimit(order, ctx.now().toISOString(), input.limitHours)
    const details = { priority: input.priority, indication: input.indication, note: input.note || null }
    const amended = atVersion<ServiceRequest>({ ...order, ...orderDetails(details), ...limit }, input.versionId)
    // The laboratory worklist sorts by the Task's priority, so it changes with the order.
    const tasks = task ? [{ ...task, priority: input.priority }] : []
    return ctx.record(permit, {
      commandId: input.commandId,
      input,
      resources: [amended, ...tasks],
      events: [
        {
          type: 'order.updated',
          resource: amended,
          related: tasks,
          data: { changed: [...editable.filter((field) => before[field] !== details[field]), ...(limit ? ['limit'] : [])] },
        },
      ],
    })
  })

const reasonWords: Record<(typeof revokeReasons)[number], string> = {
  'no-longer-needed': 'No longer needed',
  duplicate: 'Duplicate',
  'wrong-patient': 'Wrong patient',
  'wrong-test': 'Wrong test',
  'patient-refused': 'Patient refused',
  other: 'Other',
}

/** Revokes an order. An order for the wrong patient is entered in error instead (ORD-15). */
export const revokeOrder = (ctx: AuthenticatedContext, input: RevokeOrder) =>
  retryOnConflict(async () => {
    const permit = await mustPrescribe(ctx, input.patientId)
    const { order, task } = await orderWithTask(ctx, input.orderId, input.patientId)
    mustBeOpen(order, task)
    const { by, at } = commandContextOf(ctx, permit)
    const reason = [reasonWords[input.reason], input.explanation].filter(Boolean).join(': ')
    const specimenCollected = wasCollected(task)
    const note = specimenCollected ? { by, text: 'Revoked after collection: a specimen exists.' } : null
    const status = input.reason === 'wrong-patient' ? 'entered-in-error' : 'revoked'
    const revoked = atVersion<ServiceRequest>({ ...order, status }, input.versionId)
    const tasks = task ? [moveTask(task, { status: 'cancelled', business: 'cancelled', at, owner: by, reason, note })] : []
    return ctx.record(permit, {
      commandId: input.commandId,
      input,
      resources: [revoked, ...tasks],
      events: [{ type: 'order.cancelled', resource: revoked, related: tasks, data: { reason } }],
      answer: { specimenCollected },
    })
  })

/**
 * Recalls orders signed moments ago, all or none, while no work has started: they become entered in error (ORD-20). Once
 * work has started, orders are revoked instead, which informs the people working on them.
 */
export const recallOrders = (ctx: AuthenticatedContext, input: RecallOrders) =>
  retryOnConflict(async () => {
    const permit = await mustPrescribe(ctx, input.patientId)
    const found = await Promise.all(input.orderIds.map((orderId) => orderWithTask(ctx, orderId, input.patientId)))
    for (const { order, task } of found) mustBeRecallable(order, task, ctx.actor.userId, ctx.now())
    const { by, at } = commandContextOf(ctx, permit)
    const reason = 'Recalled'
    const recalled = found.map(({ order, task }) => ({
      order: { ...order, status: 'entered-in-error' as const },
      tasks: task ? [moveTask(task, { status: 'cancelled', business: 'cancelled', at, owner: by, reason })] : [],
    }))
    return ctx.record(permit, {
      commandId: input.commandId,
      input,
      resources: recalled.flatMap(({ order, tasks }) => [order, ...tasks]),
      events: recalled.map(({ order, tasks }) => ({ type: 'order.cancelled', resource: order, related: tasks, data: { reason } })),
    })
  })
