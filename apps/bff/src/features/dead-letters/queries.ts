import { audienceOf, type ClinicalEvent } from '@wardline/events'
import type { RoomLogReader } from '@wardline/sync/server'
import { type LogEntry, mayBeSeenBy } from '@wardline/sync/server'
import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import { mustAdminister, mustSeePatient } from '../../commands/permits.ts'
import { Refusal } from '../../commands/refusal.ts'
import type { DeadLetter, DeadLetters } from '../../consumers/dead-letters/dead-letters.ts'

export interface LetterParts {
  readonly letters: DeadLetters
  readonly log: Pick<RoomLogReader, 'read'>
}

const PAGE = 100

/** What may be said in a list: where a letter lies, why and since when; never of whom it speaks. */
const asRow = ({ id, consumer, type, subject, reason, attempts, at }: DeadLetter) => ({
  letterId: id,
  consumer,
  /** What it is: an event's type, or where the message was published. */
  what: type ?? subject,
  reason,
  attempts,
  at,
})

export async function listLetters(
  { letters }: LetterParts,
  ctx: AuthenticatedContext,
  { consumer = null, cursor = null }: { consumer?: string | null | undefined; cursor?: string | null | undefined },
) {
  await mustAdminister(ctx)
  const [read, counts] = await Promise.all([letters.list({ consumer, after: cursor, limit: PAGE + 1 }), letters.counts()])
  const rows = read.slice(0, PAGE)
  return { rows: rows.map(asRow), nextCursor: read.length > PAGE ? (rows.at(-1)?.id ?? null) : null, counts }
}

async function entryOf({ log }: LetterParts, { room, seq }: DeadLetter): Promise<LogEntry | null> {
  if (room === null || seq === null) return null
  return (await log.read(new Map([[room, seq - 1]]), 1)).get(room)?.entries[0] ?? null
}

/** The envelope says what happened and who did it; what it says of the patient is apart. */
const envelopeOf = ({ eventId, type, occurredAt, recordedAt, actor, correlationId, causationId, source }: ClinicalEvent) => ({
  eventId,
  type,
  occurredAt,
  recordedAt,
  by: { name: actor.name, role: actor.role },
  correlationId,
  causationId,
  source,
})

/** One letter with its content, as far as this role is sent such events; whoever opens it stands in the audit trail. */
export async function showLetter(parts: LetterParts, ctx: AuthenticatedContext, letterId: string) {
  await mustAdminister(ctx)
  const letter = await parts.letters.open(letterId)
  if (!letter) throw new Refusal('NOT_FOUND')
  const entry = await entryOf(parts, letter)
  const { room, seq, settlement, payload } = letter
  const opened = { ...asRow(letter), room, seq, settlement }
  if (!entry) {
    await ctx.audit.acted(null, [`dead letter ${letterId} opened`])
    return { ...opened, event: null, patient: null, content: payload, withheld: false }
  }
  const { event } = entry
  const withheld = !mayBeSeenBy(entry, audienceOf(ctx.actor.role))
  if (event.subject && !withheld) {
    await mustSeePatient(ctx, event.subject.patientId)
    await ctx.audit.viewed(event.subject.patientId, [`dead letter ${letterId}`])
  } else await ctx.audit.acted(null, [`dead letter ${letterId} opened`])
  return {
    ...opened,
    // A room's name says whose it is.
    room: withheld ? null : room,
    event: envelopeOf(event),
    patient: withheld ? null : event.subject,
    content: withheld ? null : JSON.stringify({ resource: event.resource, related: event.related, data: event.data }, null, 2),
    withheld,
  }
}
