import { type CommandId, rooms } from '@wardline/events'
import type { Nats } from '../bus/nats.ts'
import { newId } from '../commands/ids.ts'
import { permitForSystem } from '../commands/permits.ts'
import { activeClaims } from '../consumers/claims/active-claims.ts'
import { startClaimExpiry } from '../consumers/claims/claim-expiry.ts'
import type { DeadLetter } from '../consumers/dead-letters/dead-letters.ts'
import { consumerOffsetsIn } from '../consumers/log/consumer-offsets.ts'
import { RoomConsumer } from '../consumers/log/room-consumer.ts'
import { NOTIFIER, NOTIFIER_RETRY_DELAYS_MS, notifierHandler } from '../consumers/notices/notifier.ts'
import { startSystemNotices } from '../consumers/notices/system-notices.ts'
import { serializeEvent } from '../consumers/outbound/event-serializer.ts'
import { Outbound } from '../consumers/outbound/outbound.ts'
import { payloadEncryptionWith } from '../consumers/outbound/payload-encryption.ts'
import { PUBLISHER, publicationLedgerIn } from '../consumers/outbound/publication-ledger.ts'
import { runOnOneInstance } from '../database/run-on-one-instance.ts'
import type { Replays } from '../features/dead-letters/commands.ts'
import { type RetentionPolicy, startRetention } from '../record/log/retention.ts'
import { consumerMetrics } from './consumer-metrics.ts'
import type { DemoMode, SimulatorHost } from './demo-mode.ts'
import type { Core } from './services.ts'

export interface BackgroundJobOptions {
  readonly core: Core
  /** tRPC caller that acts as a member of staff. */
  readonly actAs: SimulatorHost['callerFor']
  /** Connection to other systems and other instances; null for a single process. */
  readonly nats: Nats | null
  readonly replicas: number
  /** Encrypts sensitive fields of published events; null withholds them. */
  readonly eventKey: Uint8Array | null
  readonly startSimulator: DemoMode['startSimulator']
  readonly claimGraceMs?: number | undefined
  readonly retention?: RetentionPolicy | undefined
}

export interface BackgroundJobs {
  /** Lag of each consumer in events, by name. */
  lags(): Promise<Readonly<Record<string, number>>>
  /** Replays of dead letters, by consumer. */
  readonly replays: Replays
  stop(): Promise<void>
}

/** `lab-events` → `lab`. */
const topicOf = (stream: string) => stream.replace(/-events$/, '')

/** Starts all background work: consumers, claim expiry, system notices, retention, simulator, publisher. */
export async function startBackgroundJobs({
  core,
  actAs,
  nats,
  replicas,
  eventKey,
  startSimulator,
  claimGraceMs,
  retention,
}: BackgroundJobOptions): Promise<BackgroundJobs> {
  const { database, bus, log, logger, metrics, now, deadLetters, pauses } = core
  const logError = (message: string) => (error: unknown) => logger.error({ err: error }, message)
  const stops: (() => Promise<void> | void)[] = []

  const notifier = new RoomConsumer({
    name: NOTIFIER,
    rooms: rooms.patient(''),
    handler: notifierHandler(bus),
    log,
    offsets: consumerOffsetsIn(database, NOTIFIER, rooms.patient('')),
    bus,
    deadLetters,
    pauses,
    retryDelaysMs: NOTIFIER_RETRY_DELAYS_MS,
    // Other instances consume the same rooms: offsets saved at once keep duplicates few.
    saveMs: nats ? 0 : undefined,
    ...consumerMetrics(NOTIFIER, metrics, logger),
  })
  await notifier.start()
  stops.push(() => notifier.stop())
  const lags: Record<string, () => Promise<number>> = { [NOTIFIER]: () => notifier.lag() }

  const claimExpiry = await startClaimExpiry({
    bus,
    activeClaims: () => activeClaims(core.resources, now()),
    releaseClaim: async ({ userId, prescriptionId }) => {
      await (await actAs(userId)).pharmacy.release({ commandId: newId() as CommandId, prescriptionId })
    },
    onError: logError('an expired claim was not released'),
    ...(claimGraceMs === undefined ? {} : { graceMs: claimGraceMs }),
  })
  stops.push(() => claimExpiry.stop())

  const notices = startSystemNotices({
    deadLetters,
    read: core.resources.read,
    record: (change) => core.recordAt(now(), permitForSystem(), change),
    now,
    failed: logError('system notices could not be updated'),
  })
  stops.push(() => notices.stop())

  if (retention) {
    const advancing = startRetention({ database, retention, now, failed: logError('retention could not advance') })
    stops.push(() => advancing.stop())
  }

  if (startSimulator) {
    const failed = logError('the simulator failed')
    const start = () => startSimulator({ callerFor: actAs, now, newId, failed })
    stops.push(() => ward.stop())
    const ward = runOnOneInstance({ locks: database.locks, name: 'living ward', start, failed })
  }

  if (nats) {
    const outbound = new Outbound({
      nats,
      replicas,
      ledger: publicationLedgerIn(database),
      bus,
      serialize: serializeEvent(payloadEncryptionWith(eventKey)),
      pauses,
      now,
      onPublished: (stream) => metrics.outbound.inc({ topic: topicOf(stream) }),
      lost(streams) {
        for (const stream of streams) metrics.reconciled.inc({ topic: topicOf(stream) })
      },
      onTooLarge: ({ type }, bytes) => logger.error({ type, bytes }, 'an event exceeds the maximum payload of NATS and was not published'),
      onError(error) {
        metrics.failed.inc({ consumer: PUBLISHER })
        logger.warn({ err: error }, 'an event could not be published yet')
      },
    })
    outbound.start()
    stops.push(() => outbound.stop())
    lags[PUBLISHER] = () => outbound.lag()
  }

  async function replayNotification(letter: DeadLetter, by: string): Promise<void> {
    if (letter.room === null || letter.seq === null) return
    await notifier.replay(letter.room, letter.seq)
    await deadLetters.settle(letter.id, { settlement: 'replayed', by })
  }

  return {
    replays: { [NOTIFIER]: replayNotification },
    async lags() {
      return Object.fromEntries(await Promise.all(Object.entries(lags).map(async ([name, lag]) => [name, await lag()] as const)))
    },
    async stop() {
      for (const stop of stops) await stop()
    },
  }
}
