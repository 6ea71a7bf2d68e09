import { discardLetterInput, letterAsked, lettersAsked, replayLettersInput } from '@wardline/events'
import { authenticated, router } from '../../commands/trpc.ts'
import { discardLetter, type ReplayParts, replayLetters } from './commands.ts'
import { type LetterParts, listLetters, showLetter } from './queries.ts'

/** What could not be processed, for administrators: looked at, tried again, set aside. */
export const deadLettersRouter = (parts: LetterParts & ReplayParts) =>
  router({
    list: authenticated.input(lettersAsked).query(({ ctx, input }) => listLetters(parts, ctx, input)),
    show: authenticated.input(letterAsked).query(({ ctx, input }) => showLetter(parts, ctx, input.letterId)),
    replay: authenticated.input(replayLettersInput).mutation(({ ctx, input }) => replayLetters(parts, ctx, input.letterId)),
    discard: authenticated.input(discardLetterInput).mutation(({ ctx, input }) => discardLetter(parts, ctx, input)),
  })
