import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import { mustAdminister } from '../../commands/permits.ts'
import type { ConsumerPauses } from '../../consumers/log/consumer-pauses.ts'
import type { ViewRebuilds } from '../../consumers/projector/view-rebuilds.ts'
import type { History } from './history.ts'

export interface OperationsParts {
  readonly instance: string
  /** Consumers that can be paused, by name, and how far each is behind. */
  readonly lags: () => Promise<Readonly<Record<string, number>>>
  readonly pauses: ConsumerPauses
  readonly rebuilds: ViewRebuilds
  /** Names of the views that can be made anew. */
  readonly views: readonly string[]
  readonly history: Pick<History, 'since'>
  /** What does not answer at this moment. */
  readonly outages: () => Promise<readonly string[]>
}

/** How every instance is doing; without any patient data. A reader who has seen points of one gets those that came since. */
export async function readOperations(
  { instance, history, outages }: OperationsParts,
  ctx: AuthenticatedContext,
  { seen }: { seen: Record<string, string> },
) {
  await mustAdminister(ctx)
  return { answeredBy: instance, at: ctx.now().toISOString(), instances: history.since(seen), outages: await outages() }
}

/** Who takes in the log, how far behind each is, and what is being made anew. */
export async function listConsumers({ lags, pauses, rebuilds, views }: OperationsParts, ctx: AuthenticatedContext) {
  await mustAdminister(ctx)
  const [behind, paused, running] = await Promise.all([lags(), pauses.list(), rebuilds.list()])
  return {
    consumers: Object.entries(behind).map(([consumer, lag]) => {
      const pause = paused.find((one) => one.consumer === consumer)
      return { consumer, lag, pausedAt: pause?.at ?? null, pausedBy: pause?.by ?? null }
    }),
    views: views.map((view) => ({ view, rebuild: running.find((one) => one.view === view) ?? null })),
  }
}
