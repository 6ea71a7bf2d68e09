import { consumerInput, noticesView, operationsAsked, rebuildInput, rooms } from '@wardline/events'
import { mustAdminister } from '../../commands/permits.ts'
import { authenticated, router } from '../../commands/trpc.ts'
import { pauseConsumer, resumeConsumer, startRebuild } from './commands.ts'
import { listConsumers, type OperationsParts, readOperations } from './queries.ts'

/** How the product is doing, and what is done about it: for administrators, without any patient data. */
export const operationsRouter = (parts: OperationsParts) =>
  router({
    read: authenticated.input(operationsAsked).query(({ ctx, input }) => readOperations(parts, ctx, input)),
    consumers: authenticated.query(({ ctx }) => listConsumers(parts, ctx)),
    /** What the product noticed about itself and is not over. */
    notices: authenticated.query(async ({ ctx }) => {
      await mustAdminister(ctx)
      return ctx.snapshot(noticesView, rooms.facilityAlerts, {})
    }),
    pause: authenticated.input(consumerInput).mutation(({ ctx, input }) => pauseConsumer(parts, ctx, input.consumer)),
    resume: authenticated.input(consumerInput).mutation(({ ctx, input }) => resumeConsumer(parts, ctx, input.consumer)),
    rebuild: authenticated.input(rebuildInput).mutation(({ ctx, input }) => startRebuild(parts, ctx, input.view)),
  })
