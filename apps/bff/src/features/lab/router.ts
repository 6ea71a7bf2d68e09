import { advanceOrderInput, labWorklistView, releaseResultsInput, rooms, worklistInput, worksheetInput } from '@wardline/events'
import { authenticated, command, router } from '../../commands/trpc.ts'
import { advanceOrder } from './commands.ts'
import { workSheet } from './queries.ts'
import { releaseResults } from './release.ts'

export const labRouter = router({
  worklist: authenticated
    .input(worklistInput)
    .query(({ ctx, input: { limit, cursor } }) => ctx.snapshot(labWorklistView, rooms.labWorklist, { limit, cursor })),
  sheet: authenticated.input(worksheetInput).query(({ ctx, input }) => workSheet(ctx, input.orderId)),
  advance: command.input(advanceOrderInput).mutation(({ ctx, input }) => advanceOrder(ctx, input)),
  release: command.input(releaseResultsInput).mutation(({ ctx, input }) => releaseResults(ctx, input)),
})
