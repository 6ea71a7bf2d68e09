import { views } from '@wardline/events'
import { openViewRebuilds } from '../consumers/projector/view-rebuilds.ts'
import type { Replays } from '../features/dead-letters/commands.ts'
import type { DeadLetterOptions } from '../features/dead-letters/queries.ts'
import type { LogOptions } from '../features/log/queries.ts'
import { openMetricsHistory } from '../features/operations/history.ts'
import type { OperationsOptions } from '../features/operations/queries.ts'
import { startSampler } from '../features/operations/sampler.ts'
import type { MetricsSample } from '../observability/metrics-sample.ts'
import { eventQueriesIn } from '../record/log/event-queries.ts'
import { chartHistoryIn } from '../record/read/chart-history.ts'
import { PROJECTOR } from '../record/read/snapshots.ts'
import type { Core } from './services.ts'

/** Services behind the administration pages. */
export interface Administration {
  readonly deadLetters: DeadLetterOptions & { readonly replays: Replays }
  readonly log: LogOptions
  readonly operations: OperationsOptions
  close(): Promise<void>
}

export interface AdministrationOptions {
  /** Lag of each consumer other than the projector, in events. */
  readonly lags?: () => Promise<Readonly<Record<string, number>>>
  /** Replays of dead letters for consumers other than the projector. */
  readonly replays?: Replays
  /** Dependencies other than the database that are down now. */
  readonly outages?: () => readonly string[]
}

/** Builds the administration services. A new consumer adds its replay and its lag here. */
export async function openAdministration(core: Core, options: AdministrationOptions = {}): Promise<Administration> {
  const { database, log, projector, deadLetters, pauses, instance, now, logger, metrics, bus } = core
  const failed = (error: unknown) => logger.error({ err: error }, 'background work of the administration services failed')
  const rebuilds = openViewRebuilds({ database, projector, instance, now, failed })

  async function lags() {
    const lagByConsumer = { [PROJECTOR]: await projector.lag(), ...(await options.lags?.()) }
    for (const [consumer, events] of Object.entries(lagByConsumer)) metrics.lag.set({ consumer }, events)
    return lagByConsumer
  }
  async function databaseFigures() {
    return { lag: await lags(), deadLetters: await deadLetters.total() }
  }
  const history = openMetricsHistory(bus, now)
  const publishSample = (figures: MetricsSample) => bus.publish('sampled', { instance, figures })
  const sampler = await startSampler({ registry: metrics.registry, stored: databaseFigures, now, publish: publishSample, failed })

  return {
    deadLetters: {
      letters: deadLetters,
      log,
      replays: {
        async [PROJECTOR]({ room }, by) {
          if (room) await projector.replay(room, by)
        },
        ...options.replays,
      },
    },
    log: { queries: eventQueriesIn(database), chartHistory: chartHistoryIn(database, log), log },
    operations: {
      instance,
      lags,
      pauses,
      rebuilds,
      views: views.map(({ name }) => name),
      history,
      outages: async () => {
        const isReachable = await database.query('ready', 'SELECT 1').then(
          () => true,
          () => false,
        )
        return [...(isReachable ? [] : ['database']), ...(options.outages?.() ?? [])]
      },
    },
    async close() {
      await sampler.stop()
      history.close()
      await rebuilds.close()
    },
  }
}
