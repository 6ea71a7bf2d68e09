import { type Applied, audiences, type CommandId, type Room } from '@wardline/events'
import { sha256Base64url } from '../commands/digest.ts'
import type { Permit } from '../commands/permits.ts'
import type { AppliedWith, RecordChange } from '../commands/record-change.ts'
import { Refusal } from '../commands/refusal.ts'
import type { Database } from '../database/database.ts'
import { sealEnvelope } from './envelope.ts'
import type { LogEntry } from './log/positions.ts'
import { searchColumnsOf } from './search-columns.ts'

/** What the front door did, for metrics and for those that wait for the log. */
export interface Recorded {
  readonly outcome: 'applied' | 'replayed'
  readonly entries: readonly LogEntry[]
}

export interface RecordStore {
  readonly database: Database
  readonly newId: () => string
  readonly now: () => Date
  /** Called once the transaction has committed (RT3), before the answer; it must only take note. */
  readonly committed: (recorded: Recorded) => void
}

interface Outcome {
  readonly record_change:
    | { outcome: 'reused' }
    | { outcome: 'replayed'; answer: string }
    | { outcome: 'applied'; answer: string; entries: readonly { n: number; room: Room; seq: number; prevs: readonly number[] }[] }
}

/** Keys in one order, so that the same content always has the same hash. */
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

const hashOf = (asked: unknown): string => sha256Base64url(JSON.stringify(canonical(asked)) ?? '')

const keyOf = (permit: Permit, { commandId, message }: RecordChange): { owner: string; key: string } | null => {
  if (message) return { owner: `source:${message.source}`, key: message.messageId }
  return commandId ? { owner: `user:${permit.actor.userId}`, key: commandId } : null
}

const sqlState = (error: unknown) => (error as { code?: string }).code

/**
 * The front door: every change to the record comes through here. One round trip, one transaction: idempotency,
 * versions, history, events, their numbers in each room, audit and the answer, or nothing of it (RT1, RT3, RT17).
 * @throws Refusal CHANGED_MEANWHILE when a version that was read is no longer current, COMMAND_REUSED or
 * SOURCE_REUSED when the same key came with another body, OUTAGE when the database does not answer.
 */
export async function record<Answer extends object>(
  door: RecordStore,
  permit: Permit,
  change: RecordChange<Answer>,
  requestId: string,
): Promise<AppliedWith<Answer>> {
  const now = door.now()
  const { written, told } = sealEnvelope(permit, change, now, door.newId)
  const names = written.map(({ resource }) => ({
    resourceType: resource.resourceType,
    id: resource.id ?? '',
    versionId: resource.meta?.versionId ?? '',
  }))
  const tail = JSON.stringify({ written: names, ...change.answer }).slice(1)
  const ask = {
    ...(keyOf(permit, change) ?? { owner: null, key: null }),
    hash: hashOf(change.asked),
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
    happened: told.map(({ event, rooms, mask }, index) => ({
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
      what: told.length > 0 ? told.map(({ event }) => event.type) : names.map(({ resourceType, id }) => `${resourceType}/${id}`),
      requestId,
    },
  }

  const answer = await inOneRoundTrip(door.database, ask, [
    written.map(({ resource }) => JSON.stringify(resource)),
    told.map(({ event }) => JSON.stringify(event)),
  ])
  if (answer.outcome === 'reused') throw new Refusal(change.message ? 'SOURCE_REUSED' : 'COMMAND_REUSED')
  if (answer.outcome === 'applied') {
    const entries = answer.entries.flatMap(({ n, ...place }) => {
      const of = told[n - 1]
      return of ? [{ ...place, audiences: of.mask, event: of.event }] : []
    })
    door.committed({ outcome: 'applied', entries })
  } else door.committed({ outcome: 'replayed', entries: [] })
  return JSON.parse(answer.answer)
}

async function inOneRoundTrip(database: Database, ask: object, [bodies, events]: [string[], string[]]): Promise<Outcome['record_change']> {
  try {
    const [row] = await database.query<Outcome>('record_change', 'SELECT record_change($1::jsonb, $2::text[], $3::text[])', [
      JSON.stringify(ask),
      bodies,
      events,
    ])
    if (!row) throw new Error('record_change answered nothing')
    return row.record_change
  } catch (error) {
    if (sqlState(error) === 'WL409') throw new Refusal('CHANGED_MEANWHILE', JSON.parse((error as { detail?: string }).detail ?? '{}'))
    throw error
  }
}

/** What a person's command was answered when it was applied; refused when it came with another body then. */
export async function storedAnswer(database: Database, userId: string, commandId: CommandId, asked: unknown): Promise<Applied | null> {
  const [row] = await database.query<{ answer: string | null; hash: string }>(
    'stored_answer',
    'SELECT answer, body_hash AS hash FROM command WHERE owner = $1 AND key = $2',
    [`user:${userId}`, commandId],
  )
  if (!row?.answer) return null
  if (row.hash !== hashOf(asked)) throw new Refusal('COMMAND_REUSED')
  return JSON.parse(row.answer)
}
