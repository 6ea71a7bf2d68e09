import { type Applied, declarationOf, type Room, type SignedInUser } from '@wardline/events'
import { base64url } from 'jose'
import { type AccessTokens, accessTokensWith } from '../auth/access-tokens.ts'
import type { Passwords } from '../auth/passwords.ts'
import { SessionCache } from '../auth/session-cache.ts'
import { newSecret, type Sessions, type Staff } from '../auth/sessions.ts'
import type { Bus } from '../bus/bus.ts'
import { embeddedBus } from '../bus/embedded-bus.ts'
import type { AuthenticatedContext, Resources, Rights } from '../commands/authenticated-context.ts'
import { newId } from '../commands/ids.ts'
import type { Permit } from '../commands/permits.ts'
import type { RecordChange } from '../commands/record-change.ts'
import type { RequestContext } from '../commands/trpc.ts'
import { type DeadLetters, deadLettersIn } from '../consumers/dead-letters/dead-letters.ts'
import { type ConsumerPauses, openConsumerPauses } from '../consumers/log/consumer-pauses.ts'
import { Projector } from '../consumers/projector/projector.ts'
import { rowStoreIn } from '../consumers/projector/row-store.ts'
import type { Database } from '../database/database.ts'
import { secretOf } from '../database/secrets.ts'
import { sessionsIn } from '../database/sessions.ts'
import { staffIn } from '../database/staff.ts'
import { ConcurrencyLimiter } from '../load/concurrency-limiter.ts'
import { TokenBucket } from '../load/token-bucket.ts'
import type { Logger } from '../observability/log.ts'
import type { Metrics } from '../observability/metrics.ts'
import type { Tracing } from '../observability/tracing.ts'
import { auditAct, auditTrail, auditView } from '../record/audit.ts'
import { openRoomLog, type RoomLogReader } from '../record/log/room-log.ts'
import { aggregate } from '../record/read/aggregate.ts'
import { chart, PROJECTOR, type ReadModels, snapshot } from '../record/read/snapshots.ts'
import { type Recorded, record, storedAnswer } from '../record/record.ts'
import { resourcesIn } from '../record/resources.ts'
import { rightsIn } from '../record/rights.ts'

/** Everything under the features and the wire, put together. */
export interface Core {
  readonly database: Database
  readonly log: RoomLogReader
  readonly bus: Bus
  readonly projector: Projector
  readonly deadLetters: DeadLetters
  readonly pauses: ConsumerPauses
  readonly staff: Staff
  readonly sessions: Sessions
  readonly recent: SessionCache
  readonly bearers: AccessTokens
  readonly rights: Rights
  readonly resources: Resources
  readonly metrics: Metrics
  readonly logger: Logger
  readonly now: () => Date
  /** This process among those that serve the same hospital. */
  readonly instance: string
  /** What commands and queries get, for a person whose sign-in was checked. `clock` tells the past of a demo as the past. */
  signedInAs(user: SignedInUser, requestId: string, clock?: () => Date): AuthenticatedContext
  /** The front door as it would have taken the change at another time: the demo hospital has a past. */
  recordAt(at: Date, permit: Permit, change: RecordChange): Promise<Applied>
  /** What a request gets; `user` null when nobody signed in. */
  visitor(user: SignedInUser | null, requestId: string): RequestContext
  close(): Promise<void>
}

/** A ward's morning of charts at once, then more than any hospital opens in a second; commands pass beside it (RT16). */
const READINGS = { burst: 200, perSecond: 800 }

/**
 * As many as keep one connection busy while others are decided; as many waiting as even a slow machine answers within seconds.
 * More in hand at once makes nothing faster and everybody later.
 */
const COMMANDS = { atOnce: 16, waiting: 250 }
/** A thousand screens that come back ask ten things each, and lists wait for folding: none of that is sent away. */
const QUERIES = { atOnce: 32, waiting: 10_000 }

export interface CoreOptions {
  readonly logger: Logger
  readonly metrics: Metrics
  readonly passwords: Passwords
  readonly sessionMs: number
  readonly now?: () => Date
  readonly instance?: string
  /** Wakes the other processes; without one there are none. */
  readonly bus?: Bus
  readonly tracing?: Tracing | null
  /** How long a list waits for folding that is under way; as a rule the projector's own patience. */
  readonly settledWithinMs?: number
}

export async function openCore(
  database: Database,
  {
    logger,
    metrics,
    passwords,
    sessionMs,
    now = () => new Date(),
    instance = newId(),
    bus: sharedBus,
    tracing = null,
    settledWithinMs,
  }: CoreOptions,
): Promise<Core> {
  const log = await openRoomLog(database)
  const bus = sharedBus ?? embeddedBus((error) => logger.error({ err: error }, 'a listener failed'))
  const deadLetters = deadLettersIn(database, now, newId)
  const rights = rightsIn(database)
  const recent = new SessionCache()
  const staff = staffIn(database, passwords, (userId) => {
    recent.clear()
    bus.publish('staffChanged', { userId })
  })
  const sessions = sessionsIn(database, sessionMs, now, (sessionHash) => {
    recent.clear()
    bus.publish('sessionEnded', { sessionHash })
  })
  bus.subscribe('staffChanged', () => recent.clear())
  bus.subscribe('sessionEnded', () => recent.clear())
  const key = await secretOf(database, 'bearer', newSecret)
  const pauses = await openConsumerPauses(database, bus, now, (error) => logger.error({ err: error }, 'who is paused could not be read'))
  const projector: Projector = new Projector({
    log,
    rows: rowStoreIn(database),
    deadLetters,
    paused: () => pauses.has(PROJECTOR),
    processed(count, startedAt) {
      metrics.processed.inc({ consumer: 'projector' }, count)
      metrics.processing.observe({ consumer: 'projector' }, (performance.now() - startedAt) / 1000)
    },
    failed(error) {
      metrics.failed.inc({ consumer: 'projector' })
      logger.error({ err: error }, 'the projector failed')
    },
  })

  log.onNewLife((epoch) => {
    projector.forget()
    bus.publish('epochChanged', { epoch })
  })
  bus.subscribe('epochChanged', ({ epoch }) => {
    if (epoch !== log.epoch) log.look().catch((error) => logger.error({ err: error }, 'the epoch could not be read'))
  })

  bus.subscribe('recorded', ({ entries }) => {
    const newest = entries.at(-1)
    if (newest) log.saw(newest.event.eventId)
  })

  const readings = new TokenBucket(READINGS)
  const models: ReadModels = {
    database,
    settled: (rooms) => projector.settled(rooms, settledWithinMs),
    admitted: () => readings.take(),
  }
  const resources = resourcesIn(database)
  const lines = { mutation: new ConcurrencyLimiter(COMMANDS), query: new ConcurrencyLimiter(QUERIES) }

  /** After the commit: take note, wake the others, answer (RT3, RT21). */
  function relay({ outcome, entries }: Recorded, received: number) {
    metrics.commands.inc({ outcome })
    if (entries.length === 0) return
    for (const type of new Map(entries.map(({ event }) => [event.eventId, event.type])).values())
      metrics.published.inc({ type, topic: declarationOf(type).topic })
    const rooms: readonly Room[] = [...new Set(entries.map(({ room }) => room))]
    const grown = { rooms, entries, marks: { received, committed: Date.now() } }
    // Told directly and in this very turn: whoever asks for a list after the answer finds the folding under way.
    projector.wake(grown)
    bus.publish('committed', grown)
    bus.publish('recorded', grown)
  }

  function signedInAs(user: SignedInUser, requestId: string, clock = now): AuthenticatedContext {
    const received = Date.now()
    const actor = { userId: user.userId, name: user.name, role: user.role }
    const door = { database, newId, now: clock, committed: (recorded: Recorded) => relay(recorded, received) }
    const reader = { actor, requestId, now: clock }
    return {
      actor,
      user,
      requestId,
      now: clock,
      newId,
      resources,
      rights,
      record: (permit, change) => {
        const recorded = () => record(door, permit, change, requestId)
        return tracing
          ? tracing.within('record', { 'wardline.happened': change.happened.map(({ type }) => type).join(' ') }, recorded)
          : recorded()
      },
      snapshot: (view, rooms, options) => snapshot(models, reader, view, rooms, options),
      chart: (patientId) => chart(models, reader, patientId),
      aggregate: (patientId) => aggregate(models, reader, patientId),
      audit: {
        read: (by) => auditTrail(database, by),
        viewed: (patientId, what) => auditView(database, reader, patientId, what),
        acted: (patientId, what) => auditAct(database, reader, patientId, what),
      },
    }
  }

  pauses.onResumed(() => void projector.sweep().catch((error) => logger.error({ err: error }, 'the projector failed')))
  await projector.start()
  return {
    database,
    log,
    bus,
    projector,
    deadLetters,
    pauses,
    staff,
    sessions,
    recent,
    rights,
    bearers: accessTokensWith(base64url.decode(key), sessions),
    metrics,
    logger,
    now,
    instance,
    signedInAs,
    resources,
    recordAt: (at, permit, change) =>
      record({ database, newId, now: () => at, committed: (recorded) => relay(recorded, Date.now()) }, permit, change, newId()),
    visitor: (user, requestId) => ({
      requestId,
      authenticated: user && signedInAs(user, requestId),
      lines,
      storedAnswer: (userId, commandId, asked) => storedAnswer(database, userId, commandId, asked),
    }),
    async close() {
      pauses.close()
      await projector.stop()
      await bus.close()
      await database.close()
    },
  }
}
