import { deadLetterQuery, deadLettersQuery, discardDeadLetterInput, replayDeadLettersInput } from '@wardline/events'
import { administration, authenticated, router } from '../../commands/trpc.ts'
import { discardLetter, type ReplayOptions, replayLetters } from './commands.ts'
import { type DeadLetterOptions, listLetters, showLetter } from './queries.ts'

/** Dead letters for administrators: list, open, replay, discard. */
export const deadLettersRouter = (options: DeadLetterOptions & ReplayOptions) =>
  router({
    list: authenticated.input(deadLettersQuery).query(({ ctx, input }) => listLetters(options, ctx, input)),
    show: authenticated.input(deadLetterQuery).query(({ ctx, input }) => showLetter(options, ctx, input.letterId)),
    replay: administration.input(replayDeadLettersInput).mutation(({ ctx, input }) => replayLetters(options, ctx, input.letterId)),
    discard: administration.input(discardDeadLetterInput).mutation(({ ctx, input }) => discardLetter(options, ctx, input)),
  })
