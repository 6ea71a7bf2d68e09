import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import { mustAdminister } from '../../commands/permits.ts'
import type { ConsumerPauses } from '../../consumers/log/consumer-pauses.ts'
import type { ViewRebuilds } from '../../consumers/projector/view-rebuilds.ts'
import type { MetricsHistory } from './history.ts'

export interface OperationsOptions {
  readonly instance: string
  /** Lag of each pausable consumer, by name. */
  readonly lags: () => Promise<Readonly<Record<string, number>>>
  readonly pauses: ConsumerPauses
  readonly rebuilds: ViewRebuilds
  /** Names of the views that can be rebuilt. */
  readonly views: readonly string[]
  readonly history: Pick<MetricsHistory, 'since'>
  /** Returns the dependencies that are down now. */
  readonly outages: () => Promise<readonly string[]>
}

/** Returns the metrics of every instance since the points that the client has; without patient data. */
export async function readOperations(
  { instance, history, outages }: OperationsOptions,
  ctx: AuthenticatedContext,
  { seen }: { seen: Record<string, string> },
) {
  await mustAdminister(ctx)
  return { answeredBy: instance, at: ctx.now().toISOString(), instances: history.since(seen), outages: await outages() }
}

/** Returns the consumers with their lag and pauses, and the views with their rebuilds. */
export async function listConsumers({ lags, pauses, rebuilds, views }: OperationsOptions, ctx: AuthenticatedContext) {
  await mustAdminister(ctx)
  const [lagByConsumer, paused, running] = await Promise.all([lags(), pauses.list(), rebuilds.list()])
  return {
    consumers: Object.entries(lagByConsumer).map(([consumer, lag]) => {
      const pause = paused.find((one) => one.consumer === consumer)
      return { consumer, lag, pausedAt: pause?.at ?? null, pausedBy: pause?.by ?? null }
    }),
    views: views.map((view) => ({ view, rebuild: running.find((one) => one.view === view) ?? null })),
  }
}
