import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import { mustAdminister } from '../../commands/permits.ts'
import { Refusal } from '../../commands/refusal.ts'
import type { DeadLetter, DeadLetters } from '../../consumers/dead-letters/dead-letters.ts'

/**
 * How each consumer takes a letter in again, in its order. It settles the letter itself or leaves it open; a letter
 * that cannot be taken in again is put again and so stays open.
 */
export type Replays = Readonly<Record<string, (letter: DeadLetter, by: string) => Promise<void>>>

export interface ReplayParts {
  readonly letters: DeadLetters
  readonly replays: Replays
}

/** As many as are tried in one request; whoever asks for all asks again while some are left. */
const AT_ONCE = 200

export interface Replayed {
  readonly settled: number
  /** Still cannot be taken in, or nobody is there to take it. */
  readonly stillOpen: number
}

/** One letter, or the oldest of all, tried again. A letter of a room brings the room's other letters with it. */
export async function replayLetters(
  { letters, replays }: ReplayParts,
  ctx: AuthenticatedContext,
  letterId: string | null,
): Promise<Replayed> {
  await mustAdminister(ctx)
  const asked = letterId === null ? await letters.list({ limit: AT_ONCE }) : await theOne(letters, letterId)
  let settled = 0
  for (const letter of asked) {
    const now = await letters.open(letter.id)
    // Settled, or tried and failed again, with another letter of its room a moment ago.
    if (now && now.settlement === null && now.at === letter.at) await replays[letter.consumer]?.(now, ctx.actor.userId)
    if ((await letters.open(letter.id))?.settlement !== null) settled += 1
  }
  if (asked.length > 0)
    await ctx.audit.acted(
      null,
      asked.map(({ id }) => `dead letter ${id} replayed`),
    )
  return { settled, stillOpen: asked.length - settled }
}

async function theOne(letters: DeadLetters, letterId: string): Promise<readonly DeadLetter[]> {
  const letter = await letters.open(letterId)
  if (!letter) throw new Refusal('NOT_FOUND')
  if (letter.settlement !== null) throw new Refusal('NOT_IN_THIS_STATE')
  return [letter]
}

/** Set aside for good, with a reason; the letter and the log stay. */
export async function discardLetter(
  { letters }: ReplayParts,
  ctx: AuthenticatedContext,
  { letterId, reason }: { letterId: string; reason: string },
) {
  await mustAdminister(ctx)
  await theOne(letters, letterId)
  if (!(await letters.settle(letterId, { settlement: 'discarded', by: ctx.actor.userId, note: reason })))
    throw new Refusal('NOT_IN_THIS_STATE')
  await ctx.audit.acted(null, [`dead letter ${letterId} discarded`])
  return { letterId }
}
