import type { NewEvent, NoticeKind } from '@wardline/events'
import type { Communication, FhirResource } from 'fhir/r4'
import type { RecordChange } from '../../commands/record-change.ts'
import { Refusal } from '../../commands/refusal.ts'
import type { DeadLetters } from '../dead-letters/dead-letters.ts'
import { INBOUND } from '../dead-letters/dead-letters.ts'

/** From where on somebody is told, and from where on it is over: far enough apart that a letter more or less tells nobody anything. */
interface Limits {
  readonly raisedAbove: number
  readonly clearedAt: number
}

/** Document 003's dead letters; messages refused as the rule of `deploy/prometheus` has them. */
const limits: Readonly<Record<NoticeKind, Limits>> = {
  'dead-letters': { raisedAbove: 100, clearedAt: 80 },
  'messages-refused': { raisedAbove: 10, clearedAt: 3 },
}
const REFUSED_WITHIN_MS = 600_000
/** Soon enough for what nobody's health hangs on, and a count of an index each time. */
const LOOK_MS = 10_000

export interface SystemNoticesOptions {
  readonly letters: Pick<DeadLetters, 'total' | 'since'>
  readonly read: (type: 'Communication', id: string) => Promise<FhirResource | null>
  readonly record: (change: RecordChange) => Promise<unknown>
  readonly now: () => Date
  readonly failed: (error: unknown) => void
  readonly lookMs?: number
}

export interface SystemNotices {
  /** Counts, and raises or clears what has changed. */
  look(): Promise<void>
  stop(): Promise<void>
}

/**
 * Tells those who run the product what it notices about itself. Every instance looks; the notice's own resource says whether
 * it stands, and its version lets one of them be first: the others' word is refused, and nobody is told twice.
 */
export function startSystemNotices({ letters, read, record, now, failed, lookMs = LOOK_MS }: SystemNoticesOptions): SystemNotices {
  let looking: Promise<void> | null = null

  async function judge(kind: NoticeKind, count: number): Promise<void> {
    const id = `notice-${kind}`
    const standing = (await read('Communication', id)) as Communication | null
    const isRaised = standing?.status === 'in-progress'
    const { raisedAbove, clearedAt } = limits[kind]
    if (isRaised ? count > clearedAt : count <= raisedAbove) return
    const resource: Communication = {
      resourceType: 'Communication',
      ...(standing?.meta ? { meta: standing.meta } : {}),
      id,
      status: isRaised ? 'completed' : 'in-progress',
      category: [{ text: kind }],
      sent: isRaised ? standing.sent : now().toISOString(),
    }
    const happened: NewEvent = { type: isRaised ? 'system.notice.cleared' : 'system.notice.raised', resource, data: { kind, count } }
    await record({ commandId: null, asked: null, write: [resource], happened: [happened] }).catch((error) => {
      if (!(error instanceof Refusal && error.code === 'CHANGED_MEANWHILE')) throw error
    })
  }
  async function count(): Promise<void> {
    await judge('dead-letters', await letters.total())
    await judge('messages-refused', await letters.since(INBOUND, new Date(now().getTime() - REFUSED_WITHIN_MS)))
  }
  function look(): Promise<void> {
    looking ??= count().finally(() => {
      looking = null
    })
    return looking
  }
  const timer = setInterval(() => void look().catch(failed), lookMs)
  return {
    look,
    async stop() {
      clearInterval(timer)
      await looking?.catch(failed)
    },
  }
}
