import { discardLetterInput, letterAsked, lettersAsked, replayLettersInput } from '@wardline/events'
import { authenticated, router } from '../../commands/trpc.ts'
import { discardLetter, type ReplayOptions, replayLetters } from './commands.ts'
import { type DeadLetterOptions, listLetters, showLetter } from './queries.ts'

/** Dead letters for administrators: list, open, replay, discard. */
export const deadLettersRouter = (options: DeadLetterOptions & ReplayOptions) =>
  router({
    list: authenticated.input(lettersAsked).query(({ ctx, input }) => listLetters(options, ctx, input)),
    show: authenticated.input(letterAsked).query(({ ctx, input }) => showLetter(options, ctx, input.letterId)),
    replay: authenticated.input(replayLettersInput).mutation(({ ctx, input }) => replayLetters(options, ctx, input.letterId)),
    discard: authenticated.input(discardLetterInput).mutation(({ ctx, input }) => discardLetter(options, ctx, input)),
  })
