import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import { mustAdminister } from '../../commands/permits.ts'
import { Refusal } from '../../commands/refusal.ts'
import type { DeadLetter, DeadLetters } from '../../consumers/dead-letters/dead-letters.ts'

/**
 * Replay functions by consumer. A replay settles the letter itself or leaves it open; a repeated failure reopens the letter.
 */
export type Replays = Readonly<Record<string, (letter: DeadLetter, by: string) => Promise<void>>>

export interface ReplayOptions {
  readonly letters: DeadLetters
  readonly replays: Replays
}

/** Letters replayed per request; clients repeat the request while some are left. */
const BATCH_SIZE = 200

export interface Replayed {
  readonly settled: number
  /** Failed again, or its consumer is not running. */
  readonly stillOpen: number
}

/** Replays one letter, or the oldest ones. A letter of a room includes the room's other letters. */
export async function replayLetters(
  { letters, replays }: ReplayOptions,
  ctx: AuthenticatedContext,
  letterId: string | null,
): Promise<Replayed> {
  await mustAdminister(ctx)
  const selected = letterId === null ? await letters.list({ limit: BATCH_SIZE }) : await openLetter(letters, letterId)
  let settled = 0
  for (const letter of selected) {
    const now = await letters.open(letter.id)
    // Skips letters that were settled or failed again with another letter of their room.
    if (now && now.settlement === null && now.at === letter.at) await replays[letter.consumer]?.(now, ctx.actor.userId)
    if ((await letters.open(letter.id))?.settlement !== null) settled += 1
  }
  if (selected.length > 0)
    await ctx.audit.recordAction(
      null,
      selected.map(({ id }) => `dead letter ${id} replayed`),
    )
  return { settled, stillOpen: selected.length - settled }
}

async function openLetter(letters: DeadLetters, letterId: string): Promise<readonly DeadLetter[]> {
  const letter = await letters.open(letterId)
  if (!letter) throw new Refusal('NOT_FOUND')
  if (letter.settlement !== null) throw new Refusal('NOT_IN_THIS_STATE')
  return [letter]
}

/** Discards a letter with a reason; letter and log entry are kept. */
export async function discardLetter(
  { letters }: ReplayOptions,
  ctx: AuthenticatedContext,
  { letterId, reason }: { letterId: string; reason: string },
) {
  await mustAdminister(ctx)
  await openLetter(letters, letterId)
  if (!(await letters.settle(letterId, { settlement: 'discarded', by: ctx.actor.userId, note: reason })))
    throw new Refusal('NOT_IN_THIS_STATE')
  await ctx.audit.recordAction(null, [`dead letter ${letterId} discarded`])
  return { letterId }
}
