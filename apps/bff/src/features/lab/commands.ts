import type { AdvanceOrder } from '@wardline/events'
import type { Specimen } from 'fhir/r4'
import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import { commandContextOf } from '../../commands/command-context.ts'
import { retryOnConflict } from '../../commands/retry-on-conflict.ts'
import { moveTask } from '../../fhir-builders/orders/task.ts'
import { mayAdvance, mustBeOnBench } from './policy.ts'
import { benchOf, withSpecimen } from './work-item.ts'

export const advanceOrder = (ctx: AuthenticatedContext, asked: AdvanceOrder) =>
  retryOnConflict(async () => {
    const bench = await benchOf(ctx, asked.orderId)
    mustBeOnBench(bench.order, bench.task)
    mayAdvance(bench.order, bench.task, asked.step)
    const act = commandContextOf(ctx, bench.permit)
    const { order, specimen, isNew } = withSpecimen(ctx, bench, act, act.at)
    const received: Specimen =
      asked.step === 'specimen-collected' ? specimen : { ...specimen, receivedTime: specimen.receivedTime ?? act.at }
    const tasks = bench.task ? [moveTask(bench.task, { status: 'in-progress', business: asked.step, at: act.at, owner: act.by })] : []
    return ctx.record(bench.permit, {
      commandId: asked.commandId,
      asked,
      write: [...(isNew ? [order] : []), ...(isNew || received.receivedTime !== specimen.receivedTime ? [received] : []), ...tasks],
      happened: [{ type: 'order.updated', resource: order, related: [...tasks, received], data: { changed: [] } }],
    })
  })
