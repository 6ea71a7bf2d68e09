import type { FastifyInstance } from 'fastify'
import type { Metrics } from '../observability/metrics.ts'

export interface ProbeOptions {
  readonly metrics: Metrics
  /** Checks of the dependencies, by name; each throws while its dependency is down. */
  readonly dependencies: Readonly<Record<string, () => Promise<void>>>
  /** Updates gauges that are only computed on a scrape. */
  readonly collect: () => Promise<void>
}

/** A dependency that does not respond within this time counts as down. */
const TIMEOUT_MS = 2_000

const responds = (check: () => Promise<void>): Promise<boolean> =>
  new Promise((resolve) => {
    const timeout = setTimeout(() => resolve(false), TIMEOUT_MS)
    const settle = (isUp: boolean) => {
      clearTimeout(timeout)
      resolve(isUp)
    }
    check().then(
      () => settle(true),
      () => settle(false),
    )
  })

/** Liveness, readiness and metrics. */
export function probeRoutes(app: FastifyInstance, { metrics, dependencies, collect }: ProbeOptions): void {
  async function states(without?: string): Promise<Readonly<Record<string, 'ready' | 'outage'>>> {
    const checked = Object.entries(dependencies).filter(([name]) => name !== without)
    return Object.fromEntries(
      await Promise.all(checked.map(async ([name, check]) => [name, (await responds(check)) ? 'ready' : 'outage'] as const)),
    )
  }

  app.get('/healthz', async () => ({ status: 'alive' }))
  /**
   * `?without=bus` is for load balancers. Without the bus an instance still serves correct data, only later; taking every
   * instance out of rotation would stop all work.
   */
  app.get<{ Querystring: { without?: string } }>('/readyz', async ({ query }, reply) => {
    const dependencies = await states(query.without)
    const isReady = Object.values(dependencies).every((state) => state === 'ready')
    return reply.status(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'not ready', ...dependencies })
  })
  app.get('/metrics', async (_, reply) => {
    const { database, bus } = await states()
    metrics.databaseConnected.set(database === 'ready' ? 1 : 0)
    metrics.busConnected.set(bus === 'outage' ? 0 : 1)
    // Metrics matter most during an outage: without the database, only those that need it are left out.
    if (database === 'ready') await collect().catch(() => undefined)
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
}
