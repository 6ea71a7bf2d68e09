import { discardLetterInput, letterAsked, lettersAsked, replayLettersInput } from '@wardline/events'
import { router, signedIn } from '../../commands/trpc.ts'
import { discardLetter, type ReplayParts, replayLetters } from './commands.ts'
import { type LetterParts, listLetters, showLetter } from './queries.ts'

/** What could not be processed, for administrators: looked at, tried again, set aside. */
export const deadLettersRouter = (parts: LetterParts & ReplayParts) =>
  router({
    list: signedIn.input(lettersAsked).query(({ ctx, input }) => listLetters(parts, ctx, input)),
    show: signedIn.input(letterAsked).query(({ ctx, input }) => showLetter(parts, ctx, input.letterId)),
    replay: signedIn.input(replayLettersInput).mutation(({ ctx, input }) => replayLetters(parts, ctx, input.letterId)),
    discard: signedIn.input(discardLetterInput).mutation(({ ctx, input }) => discardLetter(parts, ctx, input)),
  })
