import type { AdvanceOrder, WithId } from '@wardline/events'
import type { Specimen } from 'fhir/r4'
import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import { commandContextOf } from '../../commands/command-context.ts'
import { retryOnConflict } from '../../commands/retry-on-conflict.ts'
import { moveTask } from '../../fhir-builders/orders/task.ts'
import { mayAdvance, mustBeActiveLabOrder } from './policy.ts'
import { readWorkItem, withSpecimen } from './work-item.ts'

export const advanceOrder = (ctx: AuthenticatedContext, input: AdvanceOrder) =>
  retryOnConflict(async () => {
    const workItem = await readWorkItem(ctx, input.orderId)
    mustBeActiveLabOrder(workItem.order, workItem.task)
    mayAdvance(workItem.order, workItem.task, input.step)
    const context = commandContextOf(ctx, workItem.permit)
    const { order, specimen, isNew } = withSpecimen(ctx, workItem, context, context.at)
    const received: WithId<Specimen> =
      input.step === 'specimen-collected' ? specimen : { ...specimen, receivedTime: specimen.receivedTime ?? context.at }
    const tasks = workItem.task
      ? [moveTask(workItem.task, { status: 'in-progress', business: input.step, at: context.at, owner: context.by })]
      : []
    return ctx.record(workItem.permit, {
      commandId: input.commandId,
      input,
      resources: [...(isNew ? [order] : []), ...(isNew || received.receivedTime !== specimen.receivedTime ? [received] : []), ...tasks],
      events: [{ type: 'order.updated', resource: order, related: [...tasks, received], data: { changed: [] } }],
    })
  })
