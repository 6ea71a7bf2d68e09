import type { FastifyInstance } from 'fastify'
import type { Metrics } from './metrics.ts'

export interface ProbeParts {
  readonly metrics: Metrics
  /** Throws while something that every request needs does not answer. */
  readonly ready: () => Promise<void>
  /** Figures that are asked for only when somebody looks. */
  readonly collect: () => Promise<void>
}

/** For those who run it: is it alive, may it be sent requests, how is it doing. */
export function probeRoutes(app: FastifyInstance, { metrics, ready, collect }: ProbeParts): void {
  app.get('/healthz', async () => ({ status: 'alive' }))
  app.get('/readyz', async (_, reply) => {
    try {
      await ready()
      return { status: 'ready' }
    } catch {
      return reply.status(503).send({ status: 'not ready' })
    }
  })
  app.get('/metrics', async (_, reply) => {
    await collect()
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
}
