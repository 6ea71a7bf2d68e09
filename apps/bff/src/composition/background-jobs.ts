import { type CommandId, rooms } from '@wardline/events'
import type { Nats } from '../bus/nats.ts'
import { newId } from '../commands/ids.ts'
import { permitForSystem } from '../commands/permits.ts'
import { activeClaims } from '../consumers/claims/active-claims.ts'
import { startClaimExpiry } from '../consumers/claims/claim-expiry.ts'
import type { DeadLetter } from '../consumers/dead-letters/dead-letters.ts'
import { consumerLag } from '../consumers/log/consumer-lag.ts'
import { consumerOffsetsIn } from '../consumers/log/consumer-offsets.ts'
import { LogConsumer } from '../consumers/log/log-consumer.ts'
import { NOTIFIER, notifying } from '../consumers/notices/notifier.ts'
import { startSystemNotices } from '../consumers/notices/system-notices.ts'
import { serializeEvent } from '../consumers/outbound/event-serializer.ts'
import { Outbound } from '../consumers/outbound/outbound.ts'
import { payloadEncryptionWith } from '../consumers/outbound/payload-encryption.ts'
import { PUBLISHER, publicationLedgerIn } from '../consumers/outbound/publication-ledger.ts'
import { onOneProcess } from '../database/run-on-one-instance.ts'
import type { Replays } from '../features/dead-letters/commands.ts'
import { type RetentionPolicy, startRetention } from '../record/log/retention.ts'
import type { Worker } from '../simulator/simulated-unit.ts'
import { startLivingWard } from '../simulator/simulator.ts'
import type { Core } from './services.ts'

export interface WorkerParts {
  readonly core: Core
  /** The procedures as one of the staff uses them. */
  readonly actAs: (userId: string) => Promise<Worker>
  /** Other systems hear of what happens here, and the other processes; null: there are none. */
  readonly nats: Nats | null
  readonly replicas: number
  /** Seals what not everybody on the bus may read; null: it does not leave. */
  readonly eventKey: Uint8Array | null
  readonly livingWard: boolean
  readonly claimGraceMs?: number | undefined
  readonly keeping?: RetentionPolicy | undefined
}

export interface Workers {
  /** How far behind each is, by name. */
  lags(): Promise<Readonly<Record<string, number>>>
  /** How each takes in again what it set aside. */
  readonly replays: Replays
  stop(): Promise<void>
}

/** `lab-events` → `lab`. */
const topicOf = (stream: string) => stream.replace(/-events$/, '')

/** What the product does by itself, beside answering. */
export async function startWorkers({
  core,
  actAs,
  nats,
  replicas,
  eventKey,
  livingWard,
  claimGraceMs,
  keeping,
}: WorkerParts): Promise<Workers> {
  const { database, bus, log, logger, metrics, now, deadLetters, pauses } = core
  const failing = (what: string) => (error: unknown) => logger.error({ err: error }, what)
  const stops: (() => Promise<void> | void)[] = []
  const lags: Record<string, () => Promise<number>> = { [NOTIFIER]: () => consumerLag(database, NOTIFIER, rooms.patient('')) }

  const notifier = new LogConsumer({
    name: NOTIFIER,
    rooms: rooms.patient(''),
    log,
    places: consumerOffsetsIn(database),
    bus,
    take: notifying(bus),
    // Other processes stand in the same rooms: the sooner they see a place, the less is taken in twice.
    ...(nats ? { keepMs: 0 } : {}),
    bury: (entry, tries) => deadLetters.put(NOTIFIER, entry, `nobody could be called about ${entry.event.type}`, tries),
    paused: () => pauses.has(NOTIFIER),
    processed(count, startedAt) {
      metrics.processed.inc({ consumer: NOTIFIER }, count)
      metrics.processing.observe({ consumer: NOTIFIER }, (performance.now() - startedAt) / 1000)
    },
    failed(error) {
      metrics.failed.inc({ consumer: NOTIFIER })
      logger.error({ err: error }, 'the notifier failed')
    },
  })
  await notifier.start()
  stops.push(() => notifier.stop())

  const keeper = await startClaimExpiry({
    bus,
    claims: () => activeClaims(core.resources, now()),
    giveBack: async ({ userId, prescriptionId }) => {
      await (await actAs(userId)).pharmacy.release({ commandId: newId() as CommandId, prescriptionId })
    },
    failed: failing('a claim was not given back'),
    ...(claimGraceMs === undefined ? {} : { graceMs: claimGraceMs }),
  })
  stops.push(() => keeper.stop())

  const notices = startSystemNotices({
    letters: deadLetters,
    read: core.resources.read,
    record: (change) => core.recordAt(now(), permitForSystem(), change),
    now,
    failed: failing('what the house has to be told could not be counted'),
  })
  stops.push(() => notices.stop())

  if (keeping) {
    const retention = startRetention({ database, keeping, now, failed: failing('what is no longer kept could not be marked') })
    stops.push(() => retention.stop())
  }

  if (livingWard) {
    const failed = failing('the living ward stumbled')
    const start = () => startLivingWard({ actAs, now, newId, failed })
    stops.push(() => ward.stop())
    const ward = onOneProcess({ locks: database.locks, name: 'living ward', start, failed })
  }

  if (nats) {
    const outbound = new Outbound({
      nats,
      replicas,
      ledger: publicationLedgerIn(database),
      bus,
      bodyOf: serializeEvent(payloadEncryptionWith(eventKey)),
      paused: () => pauses.has(PUBLISHER),
      now,
      published: (stream) => metrics.outbound.inc({ topic: topicOf(stream) }),
      lost(streams) {
        for (const stream of streams) metrics.reconciled.inc({ topic: topicOf(stream) })
      },
      tooLarge: ({ type }, bytes) => logger.error({ type, bytes }, 'an event is larger than NATS takes'),
      failed(error) {
        metrics.failed.inc({ consumer: PUBLISHER })
        logger.warn({ err: error }, 'an event is not with other systems yet')
      },
    })
    outbound.start()
    stops.push(() => outbound.stop())
    lags[PUBLISHER] = () => outbound.lag()
  }

  async function callAgain(letter: DeadLetter, by: string): Promise<void> {
    if (letter.room === null || letter.seq === null) return
    await notifier.again(letter.room, letter.seq)
    await deadLetters.settle(letter.id, { settlement: 'replayed', by })
  }

  return {
    replays: { [NOTIFIER]: callAgain },
    async lags() {
      return Object.fromEntries(await Promise.all(Object.entries(lags).map(async ([name, lag]) => [name, await lag()] as const)))
    },
    async stop() {
      for (const stop of stops) await stop()
    },
  }
}
