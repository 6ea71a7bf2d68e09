import type { FastifyInstance } from 'fastify'
import type { Metrics } from './metrics.ts'

export interface ProbeParts {
  readonly metrics: Metrics
  /** What the product stands on, by name; each throws while it is away. */
  readonly needs: Readonly<Record<string, () => Promise<void>>>
  /** Figures that are asked for only when somebody looks. */
  readonly collect: () => Promise<void>
}

/** For those who run it: is it alive, may it be sent requests, how is it doing. */
export function probeRoutes(app: FastifyInstance, { metrics, needs, collect }: ProbeParts): void {
  app.get('/healthz', async () => ({ status: 'alive' }))
  /**
   * `?without=bus`: for whoever sends people here. Without its bus an instance still answers truly, only later; were all
   * taken away for it, nobody could work.
   */
  app.get<{ Querystring: { without?: string } }>('/readyz', async ({ query }, reply) => {
    const asked = Object.entries(needs).filter(([name]) => name !== query.without)
    const states = await Promise.all(
      asked.map(async ([name, need]) => {
        const answers = await need().then(
          () => true,
          () => false,
        )
        return [name, answers ? 'ready' : 'outage'] as const
      }),
    )
    const isReady = states.every(([, state]) => state === 'ready')
    return reply.status(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'not ready', ...Object.fromEntries(states) })
  })
  app.get('/metrics', async (_, reply) => {
    await collect()
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
}
