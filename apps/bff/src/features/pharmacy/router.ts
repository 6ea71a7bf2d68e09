import {
  claimInput,
  dispenseInput,
  pharmacyQueueView,
  prepareInput,
  releaseClaimInput,
  rooms,
  verifyInput,
  worklistInput,
} from '@wardline/events'
import { authenticated, command, router } from '../../commands/trpc.ts'
import { claimPrescription, dispenseMedication, prepareMedication, releaseClaim, verifyPrescription } from './commands.ts'

export const pharmacyRouter = router({
  queue: authenticated
    .input(worklistInput)
    .query(({ ctx, input: { limit, cursor } }) => ctx.snapshot(pharmacyQueueView, rooms.pharmacyQueue, { limit, cursor })),
  claim: command.input(claimInput).mutation(({ ctx, input }) => claimPrescription(ctx, input)),
  release: command.input(releaseClaimInput).mutation(({ ctx, input }) => releaseClaim(ctx, input)),
  verify: command.input(verifyInput).mutation(({ ctx, input }) => verifyPrescription(ctx, input)),
  prepare: command.input(prepareInput).mutation(({ ctx, input }) => prepareMedication(ctx, input)),
  dispense: command.input(dispenseInput).mutation(({ ctx, input }) => dispenseMedication(ctx, input)),
})
