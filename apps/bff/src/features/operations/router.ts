import { consumerInput, operationsAsked, rebuildInput } from '@wardline/events'
import { router, signedIn } from '../../platform/trpc.ts'
import { pauseConsumer, resumeConsumer, startRebuild } from './commands.ts'
import { listConsumers, type OperationsParts, readOperations } from './queries.ts'

/** How the product is doing, and what is done about it: for administrators, without any patient data. */
export const operationsRouter = (parts: OperationsParts) =>
  router({
    read: signedIn.input(operationsAsked).query(({ ctx, input }) => readOperations(parts, ctx, input)),
    consumers: signedIn.query(({ ctx }) => listConsumers(parts, ctx)),
    pause: signedIn.input(consumerInput).mutation(({ ctx, input }) => pauseConsumer(parts, ctx, input.consumer)),
    resume: signedIn.input(consumerInput).mutation(({ ctx, input }) => resumeConsumer(parts, ctx, input.consumer)),
    rebuild: signedIn.input(rebuildInput).mutation(({ ctx, input }) => startRebuild(parts, ctx, input.view)),
  })
