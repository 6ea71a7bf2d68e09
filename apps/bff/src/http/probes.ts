import type { FastifyInstance } from 'fastify'
import type { Metrics } from '../observability/metrics.ts'

export interface ProbeOptions {
  readonly metrics: Metrics
  /** What the product stands on, by name; each throws while it is away. */
  readonly needs: Readonly<Record<string, () => Promise<void>>>
  /** Figures that are asked for only when somebody looks. */
  readonly collect: () => Promise<void>
}

/** Whoever asks waits no longer than this; what does not answer so long is away. */
const PATIENCE_MS = 2_000

const answers = (need: () => Promise<void>): Promise<boolean> =>
  new Promise((resolve) => {
    const late = setTimeout(() => resolve(false), PATIENCE_MS)
    const told = (isThere: boolean) => {
      clearTimeout(late)
      resolve(isThere)
    }
    need().then(
      () => told(true),
      () => told(false),
    )
  })

/** For those who run it: is it alive, may it be sent requests, how is it doing. */
export function probeRoutes(app: FastifyInstance, { metrics, needs, collect }: ProbeOptions): void {
  async function states(without?: string): Promise<Readonly<Record<string, 'ready' | 'outage'>>> {
    const asked = Object.entries(needs).filter(([name]) => name !== without)
    return Object.fromEntries(
      await Promise.all(asked.map(async ([name, need]) => [name, (await answers(need)) ? 'ready' : 'outage'] as const)),
    )
  }

  app.get('/healthz', async () => ({ status: 'alive' }))
  /**
   * `?without=bus`: for whoever sends people here. Without its bus an instance still answers truly, only later; were all
   * taken away for it, nobody could work.
   */
  app.get<{ Querystring: { without?: string } }>('/readyz', async ({ query }, reply) => {
    const told = await states(query.without)
    const isReady = Object.values(told).every((state) => state === 'ready')
    return reply.status(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'not ready', ...told })
  })
  app.get('/metrics', async (_, reply) => {
    const { database, bus } = await states()
    metrics.databaseConnected.set(database === 'ready' ? 1 : 0)
    metrics.busConnected.set(bus === 'outage' ? 0 : 1)
    // An outage is what figures are for: without the database they are those that need none.
    if (database === 'ready') await collect().catch(() => undefined)
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
}
