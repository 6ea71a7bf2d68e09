import { audienceOf, type ClinicalEvent } from '@wardline/events'
import type { RoomLogReader } from '@wardline/sync/server'
import { type LogEntry, mayBeSeenBy } from '@wardline/sync/server'
import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import { mustAdminister, mustSeePatient } from '../../commands/permits.ts'
import { Refusal } from '../../commands/refusal.ts'
import type { DeadLetter, DeadLetters } from '../../consumers/dead-letters/dead-letters.ts'

export interface DeadLetterOptions {
  readonly letters: DeadLetters
  readonly log: Pick<RoomLogReader, 'read'>
}

const PAGE = 100

/** Row of the list: consumer, reason and time, never patient data. */
const rowOf = ({ id, consumer, type, subject, reason, attempts, at }: DeadLetter) => ({
  letterId: id,
  consumer,
  /** Event type, or the subject of a message. */
  what: type ?? subject,
  reason,
  attempts,
  at,
})

export async function listLetters(
  { letters }: DeadLetterOptions,
  ctx: AuthenticatedContext,
  { consumer = null, cursor = null }: { consumer?: string | null | undefined; cursor?: string | null | undefined },
) {
  await mustAdminister(ctx)
  const [read, counts] = await Promise.all([letters.list({ consumer, after: cursor, limit: PAGE + 1 }), letters.counts()])
  const rows = read.slice(0, PAGE)
  return { rows: rows.map(rowOf), nextCursor: read.length > PAGE ? (rows.at(-1)?.id ?? null) : null, counts }
}

async function entryOf({ log }: DeadLetterOptions, { room, seq }: DeadLetter): Promise<LogEntry | null> {
  if (room === null || seq === null) return null
  return (await log.read(new Map([[room, seq - 1]]), 1)).get(room)?.entries[0] ?? null
}

/** Event envelope without patient data. */
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

/** Returns a letter with its content, if the role may see such events. Opening is audited. */
export async function showLetter(options: DeadLetterOptions, ctx: AuthenticatedContext, letterId: string) {
  await mustAdminister(ctx)
  const letter = await options.letters.open(letterId)
  if (!letter) throw new Refusal('NOT_FOUND')
  const entry = await entryOf(options, letter)
  const { room, seq, settlement, payload } = letter
  const letterRow = { ...rowOf(letter), room, seq, settlement }
  if (!entry) {
    await ctx.audit.recordAction(null, [`dead letter ${letterId} opened`])
    return { ...letterRow, event: null, patient: null, content: payload, withheld: false }
  }
  const { event } = entry
  const withheld = !mayBeSeenBy(entry, audienceOf(ctx.actor.role))
  if (event.subject && !withheld) {
    await mustSeePatient(ctx, event.subject.patientId)
    await ctx.audit.recordRead(event.subject.patientId, [`dead letter ${letterId}`])
  } else await ctx.audit.recordAction(null, [`dead letter ${letterId} opened`])
  return {
    ...letterRow,
    // A room's name contains the patient's id.
    room: withheld ? null : room,
    event: envelopeOf(event),
    patient: withheld ? null : event.subject,
    content: withheld ? null : JSON.stringify({ resource: event.resource, related: event.related, data: event.data }, null, 2),
    withheld,
  }
}
