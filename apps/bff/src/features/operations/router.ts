import { consumerInput, noticesView, operationsQuery, rebuildInput, rooms } from '@wardline/events'
import { mustAdminister } from '../../commands/permits.ts'
import { administration, authenticated, router } from '../../commands/trpc.ts'
import { pauseConsumer, resumeConsumer, startRebuild } from './commands.ts'
import { listConsumers, type OperationsOptions, readOperations } from './queries.ts'

/** Monitoring and operation of the server, for administrators; without patient data. */
export const operationsRouter = (options: OperationsOptions) =>
  router({
    read: authenticated.input(operationsQuery).query(({ ctx, input }) => readOperations(options, ctx, input)),
    consumers: authenticated.query(({ ctx }) => listConsumers(options, ctx)),
    /** System notices that are raised now. */
    notices: authenticated.query(async ({ ctx }) => {
      await mustAdminister(ctx)
      return ctx.snapshot(noticesView, rooms.facilityAlerts, {})
    }),
    pause: administration.input(consumerInput).mutation(({ ctx, input }) => pauseConsumer(options, ctx, input.consumer)),
    resume: administration.input(consumerInput).mutation(({ ctx, input }) => resumeConsumer(options, ctx, input.consumer)),
    rebuild: administration.input(rebuildInput).mutation(({ ctx, input }) => startRebuild(options, ctx, input.view)),
  })
