import type { Pauses } from '../../consumers/pauses.ts'
import type { RebuildDesk } from '../../consumers/rebuild-desk.ts'
import { mustAdminister } from '../../platform/permits.ts'
import type { SignedIn } from '../../platform/signed-in.ts'
import type { Sampler } from './sampler.ts'

export interface OperationsParts {
  readonly instance: string
  /** Consumers that can be paused, by name, and how far each is behind. */
  readonly lags: () => Promise<Readonly<Record<string, number>>>
  readonly pauses: Pauses
  readonly rebuilds: RebuildDesk
  /** Names of the views that can be made anew. */
  readonly views: readonly string[]
  readonly sampler: Pick<Sampler, 'since'>
  /** What does not answer at this moment. */
  readonly outages: () => Promise<readonly string[]>
}

/** How this instance is doing; without any patient data. A reader who has seen points of it gets those that came since. */
export async function readOperations(
  { instance, sampler, outages }: OperationsParts,
  ctx: SignedIn,
  asked: { instance?: string | null | undefined; since?: string | null | undefined },
) {
  await mustAdminister(ctx)
  const since = asked.instance === instance ? (asked.since ?? null) : null
  return { instance, at: ctx.now().toISOString(), points: sampler.since(since), outages: await outages() }
}

/** Who takes in the log, how far behind each is, and what is being made anew. */
export async function listConsumers({ lags, pauses, rebuilds, views }: OperationsParts, ctx: SignedIn) {
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
