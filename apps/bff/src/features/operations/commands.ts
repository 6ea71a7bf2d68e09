import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import { mustAdminister } from '../../commands/permits.ts'
import { Refusal } from '../../commands/refusal.ts'
import type { OperationsOptions } from './queries.ts'

export async function pauseConsumer({ lags, pauses }: OperationsOptions, ctx: AuthenticatedContext, consumer: string) {
  await mustAdminister(ctx)
  if (!Object.hasOwn(await lags(), consumer)) throw new Refusal('NOT_FOUND')
  await pauses.pause(consumer, ctx.actor.name)
  await ctx.audit.recordAction(null, [`consumer ${consumer} paused`])
  return { consumer }
}

export async function resumeConsumer({ pauses }: OperationsOptions, ctx: AuthenticatedContext, consumer: string) {
  await mustAdminister(ctx)
  await pauses.resume(consumer)
  await ctx.audit.recordAction(null, [`consumer ${consumer} resumed`])
  return { consumer }
}

export async function startRebuild({ rebuilds }: OperationsOptions, ctx: AuthenticatedContext, view: string) {
  await mustAdminister(ctx)
  await rebuilds.start(view, ctx.actor.name)
  await ctx.audit.recordAction(null, [`view ${view} rebuilt`])
  return { view }
}
