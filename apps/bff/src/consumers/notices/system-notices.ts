import type { NewEvent, NoticeKind } from '@wardline/events'
import type { Communication, FhirResource } from 'fhir/r4'
import type { RecordChange } from '../../commands/record-change.ts'
import { Refusal } from '../../commands/refusal.ts'
import type { DeadLetters } from '../dead-letters/dead-letters.ts'
import { INBOUND } from '../dead-letters/dead-letters.ts'

/** Raise and clear thresholds, with hysteresis so that one dead letter does not toggle the notice. */
interface Limits {
  readonly raisedAbove: number
  readonly clearedAt: number
}

/** The dead letters of document 003; refused messages as in the rule of `deploy/prometheus`. */
const limits: Readonly<Record<NoticeKind, Limits>> = {
  'dead-letters': { raisedAbove: 100, clearedAt: 80 },
  'messages-refused': { raisedAbove: 10, clearedAt: 3 },
}
const REFUSED_WITHIN_MS = 600_000
/** Not urgent for patient care, and each check only counts an index. */
const CHECK_MS = 10_000

export interface SystemNoticesOptions {
  readonly deadLetters: Pick<DeadLetters, 'total' | 'countSince'>
  readonly read: (type: 'Communication', id: string) => Promise<FhirResource | null>
  readonly record: (change: RecordChange) => Promise<unknown>
  readonly now: () => Date
  readonly failed: (error: unknown) => void
  readonly checkMs?: number
}

export interface SystemNotices {
  /** Counts, and raises or clears notices. */
  check(): Promise<void>
  stop(): Promise<void>
}

/**
 * Raises notices about the system's own state for administrators. Every instance checks; the notice's resource holds its
 * state, and its version lets one instance write first: the others are refused, so a notice is raised once.
 */
export function startSystemNotices({ deadLetters, read, record, now, failed, checkMs = CHECK_MS }: SystemNoticesOptions): SystemNotices {
  let looking: Promise<void> | null = null

  async function updateNotice(kind: NoticeKind, count: number): Promise<void> {
    const id = `notice-${kind}`
    const existing = (await read('Communication', id)) as Communication | null
    const isRaised = existing?.status === 'in-progress'
    const { raisedAbove, clearedAt } = limits[kind]
    if (isRaised ? count > clearedAt : count <= raisedAbove) return
    const resource: Communication = {
      resourceType: 'Communication',
      ...(existing?.meta ? { meta: existing.meta } : {}),
      id,
      status: isRaised ? 'completed' : 'in-progress',
      category: [{ text: kind }],
      sent: isRaised ? existing.sent : now().toISOString(),
    }
    const event: NewEvent = { type: isRaised ? 'system.notice.cleared' : 'system.notice.raised', resource, data: { kind, count } }
    await record({ commandId: null, input: null, resources: [resource], events: [event] }).catch((error) => {
      if (!(error instanceof Refusal && error.code === 'VERSION_CONFLICT')) throw error
    })
  }
  async function count(): Promise<void> {
    await updateNotice('dead-letters', await deadLetters.total())
    await updateNotice('messages-refused', await deadLetters.countSince(INBOUND, new Date(now().getTime() - REFUSED_WITHIN_MS)))
  }
  function check(): Promise<void> {
    looking ??= count().finally(() => {
      looking = null
    })
    return looking
  }
  const timer = setInterval(() => void check().catch(failed), checkMs)
  return {
    check,
    async stop() {
      clearInterval(timer)
      await looking?.catch(failed)
    },
  }
}
