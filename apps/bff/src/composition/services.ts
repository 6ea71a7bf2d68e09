import { type Applied, declarationOf, type Room, type SignedInUser } from '@wardline/events'
import type { RoomLogReader } from '@wardline/sync/server'
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
import { openRoomLog } from '../record/log/room-log.ts'
import { aggregate } from '../record/read/aggregate.ts'
import { chart, PROJECTOR, type ReadModels, snapshot } from '../record/read/snapshots.ts'
import { type Recorded, record, storedAnswer } from '../record/record.ts'
import { resourcesIn } from '../record/resources.ts'
import { rightsIn } from '../record/rights.ts'
import { consumerMetrics } from './consumer-metrics.ts'

/** Services that the features, HTTP and sockets are built on. */
export interface Core {
  readonly database: Database
  readonly log: RoomLogReader
  readonly bus: Bus
  readonly projector: Projector
  readonly deadLetters: DeadLetters
  readonly pauses: ConsumerPauses
  readonly staff: Staff
  readonly sessions: Sessions
  readonly sessionCache: SessionCache
  readonly accessTokens: AccessTokens
  readonly rights: Rights
  readonly resources: Resources
  readonly metrics: Metrics
  readonly logger: Logger
  readonly now: () => Date
  /** Name of this process among the instances of the same hospital. */
  readonly instance: string
  /** Returns the context of commands and queries for an authenticated user. @param clock set for demo data, which is recorded in the past */
  contextFor(user: SignedInUser, requestId: string, clock?: () => Date): AuthenticatedContext
  /** Records a change as of another time: the demo hospital has a history. */
  recordAt(at: Date, permit: Permit, change: RecordChange): Promise<Applied>
  /** Returns the context of a request. @param user null when the request is not authenticated */
  requestContext(user: SignedInUser | null, requestId: string): RequestContext
  close(): Promise<void>
}

/** Read admission: a ward opens its charts at once in the morning, then more per second than any hospital needs. Commands are not limited by it (RT16). */
const READ_ADMISSION = { burst: 200, perSecond: 800 }

/**
 * Enough concurrent commands to keep the database busy while others are decided. The queue is short enough for a slow
 * machine to drain within seconds; a longer one would only add latency.
 */
const COMMANDS = { maxConcurrent: 16, maxQueued: 250 }
/** A thousand reconnecting clients send ten queries each, and lists wait for the projector: none of that is refused. */
const QUERIES = { maxConcurrent: 32, maxQueued: 10_000 }

export interface CoreOptions {
  readonly logger: Logger
  readonly metrics: Metrics
  readonly passwords: Passwords
  readonly sessionMs: number
  readonly now?: () => Date
  readonly instance?: string
  /** Bus shared with other instances; an embedded one when absent. */
  readonly bus?: Bus
  readonly tracing?: Tracing | null
  /** How long a list waits for a running projection; the projector's default when absent. */
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
  const bus = sharedBus ?? embeddedBus((error) => logger.error({ err: error }, 'a bus listener failed'))
  const deadLetters = deadLettersIn(database, now, newId)
  const rights = rightsIn(database)
  const sessionCache = new SessionCache()
  const staff = staffIn(database, passwords, (userId) => {
    sessionCache.clear()
    bus.publish('staffChanged', { userId })
  })
  const sessions = sessionsIn(database, sessionMs, now, (sessionHash) => {
    sessionCache.clear()
    bus.publish('sessionEnded', { sessionHash })
  })
  bus.subscribe('staffChanged', () => sessionCache.clear())
  bus.subscribe('sessionEnded', () => sessionCache.clear())
  const key = await secretOf(database, 'bearer', newSecret)
  const pauses = await openConsumerPauses(database, bus, now, (error) =>
    logger.error({ err: error }, 'the paused consumers could not be read'),
  )
  const projector: Projector = new Projector({
    log,
    rows: rowStoreIn(database),
    deadLetters,
    pauses,
    ...consumerMetrics(PROJECTOR, metrics, logger),
  })

  log.onEpochChanged((epoch) => {
    projector.resetForEpoch()
    bus.publish('epochChanged', { epoch })
  })
  bus.subscribe('epochChanged', ({ epoch }) => {
    if (epoch !== log.epoch) log.checkEpoch().catch((error) => logger.error({ err: error }, 'the epoch could not be read'))
  })

  bus.subscribe('recorded', ({ entries }) => {
    const newest = entries.at(-1)
    if (newest) log.noteCommitted(newest.event.eventId)
  })

  const readAdmission = new TokenBucket(READ_ADMISSION)
  const models: ReadModels = {
    database,
    waitForProjection: (rooms) => projector.settled(rooms, settledWithinMs),
    admit: () => readAdmission.take(),
  }
  const resources = resourcesIn(database)
  const limiters = { mutation: new ConcurrencyLimiter(COMMANDS), query: new ConcurrencyLimiter(QUERIES) }

  /** After the commit: updates metrics, wakes the projector and the other instances (RT3, RT21). */
  function relay({ outcome, entries }: Recorded, received: number) {
    metrics.commands.inc({ outcome })
    if (entries.length === 0) return
    for (const type of new Map(entries.map(({ event }) => [event.eventId, event.type])).values())
      metrics.published.inc({ type, topic: declarationOf(type).topic })
    const rooms: readonly Room[] = [...new Set(entries.map(({ room }) => room))]
    const advanced = { rooms, entries, marks: { received, committed: Date.now() } }
    // Called directly in this turn, so that a list requested after the response waits for this projection.
    projector.wake(advanced)
    bus.publish('committed', advanced)
    bus.publish('recorded', advanced)
  }

  function contextFor(user: SignedInUser, requestId: string, clock = now): AuthenticatedContext {
    const received = Date.now()
    const actor = { userId: user.userId, name: user.name, role: user.role }
    const store = { database, newId, now: clock, onCommitted: (recorded: Recorded) => relay(recorded, received) }
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
        const recorded = () => record(store, permit, change, requestId)
        return tracing
          ? tracing.inSpan('record', { 'wardline.events': change.events.map(({ type }) => type).join(' ') }, recorded)
          : recorded()
      },
      positionOf: async (room) => (await log.heads([room])).get(room)?.seq ?? 0,
      snapshot: (view, rooms, options) => snapshot(models, reader, view, rooms, options),
      chart: (patientId) => chart(models, reader, patientId),
      aggregate: (patientId) => aggregate(models, reader, patientId),
      audit: {
        read: (by) => auditTrail(database, by),
        recordRead: (patientId, what) => auditView(database, reader, patientId, what),
        recordAction: (patientId, what) => auditAct(database, reader, patientId, what),
      },
    }
  }

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
    sessionCache,
    rights,
    accessTokens: accessTokensWith(base64url.decode(key), sessions),
    metrics,
    logger,
    now,
    instance,
    contextFor,
    resources,
    recordAt: (at, permit, change) =>
      record({ database, newId, now: () => at, onCommitted: (recorded) => relay(recorded, Date.now()) }, permit, change, newId()),
    requestContext: (user, requestId) => ({
      requestId,
      authenticated: user && contextFor(user, requestId),
      limiters,
      storedAnswer: (userId, commandId, input) => storedAnswer(database, userId, commandId, input),
    }),
    async close() {
      pauses.close()
      await projector.stop()
      await bus.close()
      await database.close()
    },
  }
}
