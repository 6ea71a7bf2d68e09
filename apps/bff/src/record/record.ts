import { type Applied, audiences, type CommandId, type Room } from '@wardline/events'
import type { LogEntry } from '@wardline/sync/server'
import { sha256Base64url } from '../commands/digest.ts'
import type { Permit } from '../commands/permits.ts'
import type { AppliedWith, DecidedAt, RecordChange } from '../commands/record-change.ts'
import { Refusal } from '../commands/refusal.ts'
import type { Database } from '../database/database.ts'
import { buildEnvelope } from './envelope.ts'
import { searchColumnsOf } from './search-columns.ts'

/** Outcome of a recorded change, for metrics and for readers of the log. */
export interface Recorded {
  readonly outcome: 'applied' | 'replayed'
  readonly entries: readonly LogEntry[]
}

export interface RecordStore {
  readonly database: Database
  readonly newId: () => string
  readonly now: () => Date
  /** Called after the commit (RT3) and before the response; it must return quickly. */
  readonly onCommitted: (recorded: Recorded) => void
}

interface Outcome {
  readonly record_change:
    | { outcome: 'reused' }
    | { outcome: 'replayed'; answer: string }
    | { outcome: 'applied'; answer: string; entries: readonly { n: number; room: Room; seq: number; prevs: readonly number[] }[] }
}

/** Sorts keys, so that equal content has an equal hash. */
const canonical = (value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(
        Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, inner]) => [key, canonical(inner)]),
      )
    : Array.isArray(value)
      ? value.map(canonical)
      : value

const hashOf = (input: unknown): string => sha256Base64url(JSON.stringify(canonical(input)) ?? '')

const keyOf = (permit: Permit, { commandId, message }: RecordChange): { owner: string; key: string } | null => {
  if (message) return { owner: `source:${message.source}`, key: message.messageId }
  return commandId ? { owner: `user:${permit.actor.userId}`, key: commandId } : null
}

const sqlState = (error: unknown) => (error as { code?: string }).code

/**
 * Records a change; every change to the clinical record goes through here. One round trip, one transaction: idempotency,
 * versions, history, events, their numbers in each room, audit and the stored answer (RT1, RT3, RT17).
 * Throws Refusal VERSION_CONFLICT when a version is no longer current, COMMAND_REUSED or SOURCE_REUSED when the same key
 * had another body, OUTAGE when the database is unreachable.
 */
export async function record<Answer extends object>(
  store: RecordStore,
  permit: Permit,
  change: RecordChange<Answer>,
  requestId: string,
): Promise<AppliedWith<Answer>> {
  const now = store.now()
  const { written, events } = buildEnvelope(permit, change, now, store.newId)
  const names = written.map(({ resource }) => ({
    resourceType: resource.resourceType,
    id: resource.id,
    versionId: resource.meta.versionId,
  }))
  const tail = JSON.stringify({ written: names, ...change.answer }).slice(1)
  const request = {
    ...(keyOf(permit, change) ?? { owner: null, key: null }),
    hash: hashOf(change.input),
    at: now.toISOString(),
    audiences: audiences.length,
    tail: `,${tail}`,
    writes: written.map(({ resource, version }, index) => ({
      n: index + 1,
      type: resource.resourceType,
      id: resource.id,
      version,
      ...searchColumnsOf(resource),
    })),
    // A field of the parameter of `record_change` (migration 0001).
    happened: events.map(({ event, rooms, mask }, index) => ({
      n: index + 1,
      id: event.eventId,
      type: event.type,
      patient: event.subject?.patientId ?? null,
      rooms,
      mask,
    })),
    audit: {
      ...permit.actor,
      patientId: permit.subject?.patientId ?? null,
      what: events.length > 0 ? events.map(({ event }) => event.type) : names.map(({ resourceType, id }) => `${resourceType}/${id}`),
      requestId,
    },
  }

  const bodies = [written.map(({ resource }) => JSON.stringify(resource)), events.map(({ event }) => JSON.stringify(event))] as const
  const answer = await callRecordChange(store.database, [JSON.stringify(request), ...bodies], change.decidedAt)
  if (answer.outcome === 'reused') throw new Refusal(change.message ? 'SOURCE_REUSED' : 'COMMAND_REUSED')
  if (answer.outcome === 'applied') {
    const entries = answer.entries.flatMap(({ n, ...position }) => {
      const source = events[n - 1]
      return source ? [{ ...position, audiences: source.mask, event: source.event }] : []
    })
    store.onCommitted({ outcome: 'applied', entries })
  } else store.onCommitted({ outcome: 'replayed', entries: [] })
  return JSON.parse(answer.answer)
}

async function callRecordChange(
  database: Database,
  request: readonly unknown[],
  decidedAt: DecidedAt | undefined,
): Promise<Outcome['record_change']> {
  try {
    const [row] = decidedAt
      ? await database.query<Outcome>(
          'record_change_at',
          'SELECT record_change_at($1::jsonb, $2::text[], $3::text[], $4, $5) AS record_change',
          [...request, decidedAt.room, decidedAt.seq],
        )
      : await database.query<Outcome>('record_change', 'SELECT record_change($1::jsonb, $2::text[], $3::text[])', [...request])
    if (!row) throw new Error('record_change returned no row.')
    return row.record_change
  } catch (error) {
    if (sqlState(error) === 'WL409') throw new Refusal('VERSION_CONFLICT', JSON.parse((error as { detail?: string }).detail ?? '{}'))
    throw error
  }
}

/** Returns the stored answer of a user's command; null when it was not applied. Throws Refusal COMMAND_REUSED for another body. */
export async function storedAnswer(database: Database, userId: string, commandId: CommandId, input: unknown): Promise<Applied | null> {
  const [row] = await database.query<{ answer: string | null; hash: string }>(
    'stored_answer',
    'SELECT answer, body_hash AS hash FROM command WHERE owner = $1 AND key = $2',
    [`user:${userId}`, commandId],
  )
  if (!row?.answer) return null
  if (row.hash !== hashOf(input)) throw new Refusal('COMMAND_REUSED')
  return JSON.parse(row.answer)
}
