import { advanceOrderInput, benchSheetInput, labWorklistView, releaseResultsInput, rooms, worklistInput } from '@wardline/events'
import { command, router, signedIn } from '../../commands/trpc.ts'
import { advanceOrder } from './commands.ts'
import { benchSheet } from './queries.ts'
import { releaseResults } from './release.ts'

export const labRouter = router({
  worklist: signedIn
    .input(worklistInput)
    .query(({ ctx, input: { limit, cursor } }) => ctx.snapshot(labWorklistView, rooms.labWorklist, { limit, cursor })),
  sheet: signedIn.input(benchSheetInput).query(({ ctx, input }) => benchSheet(ctx, input.orderId)),
  advance: command.input(advanceOrderInput).mutation(({ ctx, input }) => advanceOrder(ctx, input)),
  release: command.input(releaseResultsInput).mutation(({ ctx, input }) => releaseResults(ctx, input)),
})
