import type { AmendOrder, PlaceOrders, RecallOrders, RevokeOrder, revokeReasons } from '@wardline/events'
import type { ServiceRequest, Task } from 'fhir/r4'
import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import { asSeen, commandContextOf, mustBeAlive } from '../../commands/command-context.ts'
import { mustPrescribe } from '../../commands/permits.ts'
import { Refusal } from '../../commands/refusal.ts'
import { retryOnConflict } from '../../commands/retry-on-conflict.ts'
import { draftOrder, limitedAgain, orderDetails, orderPlaced } from '../../fhir-builders/orders/order.ts'
import { moveTask, taskCodes } from '../../fhir-builders/orders/task.ts'
import { orderableOf, orderableWithCode } from '../../reference-data/orders/orderables.ts'
import { mustBeComplete, mustBeOf, mustBeRecallable, mustStand, wasCollected } from './policy.ts'
import { repeatsOf } from './queries.ts'

type Item = PlaceOrders['items'][number]

const fromCatalogue = (item: Item) => {
  const orderable = orderableOf(item.orderableId)
  if (!orderable) throw new Refusal('INVALID_INPUT', { orderableId: item.orderableId, rule: 'not in the catalogue' })
  return { ...item, orderable }
}

/** Signs the basket: one requisition, one order and one fulfilment Task each, all or none. */
export async function placeOrders(ctx: AuthenticatedContext, asked: PlaceOrders) {
  const permit = await mustPrescribe(ctx, asked.patientId)
  mustBeAlive(permit)
  const items = asked.items.map(fromCatalogue)
  mustBeComplete(items)
  const unexplained = items.filter(({ duplicateReason }) => duplicateReason === null).map(({ orderable }) => orderable)
  const duplicates = unexplained.length ? await repeatsOf(ctx, asked.patientId, unexplained) : []
  if (duplicates.length) throw new Refusal('DUPLICATE_NEEDS_REASON', { duplicates })

  const act = commandContextOf(ctx, permit)
  const requisitionId = ctx.newId()
  const placed = items.map((item) => {
    const draft = { ...act, ...item, orderId: ctx.newId(), taskId: ctx.newId(), requisitionId }
    const drafted = draftOrder(draft)
    return { ...drafted, happening: orderPlaced(drafted, draft, item.duplicateReason) }
  })
  return ctx.record(permit, {
    commandId: asked.commandId,
    asked,
    write: placed.flatMap(({ order, task }) => [order, task]),
    happened: placed.map(({ happening }) => happening),
    answer: { orderIds: placed.map(({ order }) => order.id ?? ''), requisitionId },
  })
}

async function orderWithTask(
  ctx: AuthenticatedContext,
  orderId: string,
  patientId: string,
): Promise<{ order: ServiceRequest; task: Task | null }> {
  const order = await ctx.resources.read('ServiceRequest', orderId)
  mustBeOf(order, patientId)
  const [task = null] = await ctx.resources.find('Task', { about: `ServiceRequest/${orderId}`, codes: [taskCodes.fulfilOrder] })
  return { order, task }
}

const editable = ['priority', 'indication', 'note'] as const
const held = (order: ServiceRequest) => ({
  priority: order.priority ?? 'routine',
  indication: order.reasonCode?.[0]?.text ?? null,
  note: order.note?.[0]?.text ?? null,
})

/** Renewed from now on; nothing when no other limit was asked for or the order has none (ORD-6). */
function newLimit(order: ServiceRequest, at: string, hours: number | null): Partial<ServiceRequest> | null {
  const orderable = orderableWithCode(order.code?.coding?.[0]?.code ?? '')
  if (hours === null || !orderable?.limit) return null
  mustBeComplete([{ orderable, indication: '', limitHours: hours, acceptsUnchecked: true }])
  return limitedAgain(order, orderable, at, hours)
}

export const amendOrder = (ctx: AuthenticatedContext, asked: AmendOrder) =>
  retryOnConflict(async () => {
    const permit = await mustPrescribe(ctx, asked.patientId)
    const { order, task } = await orderWithTask(ctx, asked.orderId, asked.patientId)
    mustStand(order, task)
    const before = held(order)
    const limit = newLimit(order, ctx.now().toISOString(), asked.limitHours)
    const details = { priority: asked.priority, indication: asked.indication, note: asked.note || null }
    const amended = asSeen<ServiceRequest>({ ...order, ...orderDetails(details), ...limit }, asked.versionId)
    // The bench sorts by the Task's priority too; it changes with the order or not at all.
    const tasks = task ? [{ ...task, priority: asked.priority }] : []
    return ctx.record(permit, {
      commandId: asked.commandId,
      asked,
      write: [amended, ...tasks],
      happened: [
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

/** Revokes an order. For the wrong patient it never should have been: that is entered in error, not revoked (ORD-15). */
export const revokeOrder = (ctx: AuthenticatedContext, asked: RevokeOrder) =>
  retryOnConflict(async () => {
    const permit = await mustPrescribe(ctx, asked.patientId)
    const { order, task } = await orderWithTask(ctx, asked.orderId, asked.patientId)
    mustStand(order, task)
    const { by, at } = commandContextOf(ctx, permit)
    const reason = [reasonWords[asked.reason], asked.explanation].filter(Boolean).join(': ')
    const specimenCollected = wasCollected(task)
    const note = specimenCollected ? { by, text: 'Revoked after collection: a specimen exists.' } : null
    const status = asked.reason === 'wrong-patient' ? 'entered-in-error' : 'revoked'
    const revoked = asSeen<ServiceRequest>({ ...order, status }, asked.versionId)
    const tasks = task ? [moveTask(task, { status: 'cancelled', business: 'cancelled', at, owner: by, reason, note })] : []
    return ctx.record(permit, {
      commandId: asked.commandId,
      asked,
      write: [revoked, ...tasks],
      happened: [{ type: 'order.cancelled', resource: revoked, related: tasks, data: { reason } }],
      answer: { specimenCollected },
    })
  })

/**
 * Takes back what was signed a moment ago, all of it or nothing: it never should have been, and nobody has begun
 * (ORD-20). Once somebody has, revoking tells them; this would not.
 */
export const recallOrders = (ctx: AuthenticatedContext, asked: RecallOrders) =>
  retryOnConflict(async () => {
    const permit = await mustPrescribe(ctx, asked.patientId)
    const found = await Promise.all(asked.orderIds.map((orderId) => orderWithTask(ctx, orderId, asked.patientId)))
    for (const { order, task } of found) mustBeRecallable(order, task, ctx.actor.userId, ctx.now())
    const { by, at } = commandContextOf(ctx, permit)
    const reason = 'Recalled'
    const recalled = found.map(({ order, task }) => ({
      order: { ...order, status: 'entered-in-error' as const },
      tasks: task ? [moveTask(task, { status: 'cancelled', business: 'cancelled', at, owner: by, reason })] : [],
    }))
    return ctx.record(permit, {
      commandId: asked.commandId,
      asked,
      write: recalled.flatMap(({ order, tasks }) => [order, ...tasks]),
      happened: recalled.map(({ order, tasks }) => ({ type: 'order.cancelled', resource: order, related: tasks, data: { reason } })),
    })
  })
