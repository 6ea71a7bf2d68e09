import { hostname } from 'node:os'
import path from 'node:path'
import type { Nats } from '../bus/nats.ts'
import { newId } from '../commands/ids.ts'
import type { Env } from '../config/env.ts'
import { claimDataFolder } from '../database/data-folder.ts'
import type { Database } from '../database/database.ts'
import { openDatabase } from '../database/open-database.ts'
import { type Logger, openLog } from '../observability/log.ts'
import type { Tracing } from '../observability/tracing.ts'
import { type App, openApp } from './app.ts'
import { connectDependencies } from './connect-dependencies.ts'
import type { DemoMode } from './demo-mode.ts'

export interface Product {
  readonly address: string
  /** Graceful shutdown: stops accepting, drains, exits. */
  stop(): Promise<void>
}

/** Storage and messaging of this process, with their cleanup. */
interface Backend {
  readonly database: Database
  readonly nats: Nats | null
  release(): Promise<void>
}

/** Imported lazily: OpenTelemetry is loaded only when tracing is on. */
async function tracingTo(endpoint: string, instance: string): Promise<Tracing> {
  const { openTracing } = await import('../observability/tracing-sdk.ts')
  return openTracing(endpoint, instance)
}

/** A single process with embedded services, on a data folder locked for it. */
async function onFolder(folder: string): Promise<Backend> {
  const claim = claimDataFolder(folder)
  return { database: await openDatabase({ folder }), nats: null, release: async () => claim.release() }
}

/** One of several instances on shared servers. */
async function onServers({ databaseUrl, natsUrl }: NonNullable<Env['scaled']>, instance: string, logger: Logger): Promise<Backend> {
  const { database, nats } = await connectDependencies({ databaseUrl, natsUrl, instance }, (message) => logger.warn(message))
  nats.onChange((connected) =>
    connected ? logger.info('NATS reconnected.') : logger.error('NATS disconnected; the log is polled every second.'),
  )
  return { database, nats, release: () => nats.close() }
}

/** Starts the server, with the demo hospital or without: alone on its data folder, or as one of several instances. */
export async function startProduct(env: Env, demo: DemoMode | null): Promise<Product> {
  const logger = openLog(env.logLevel)
  const instance = env.instance ?? `${hostname().slice(0, 20)}-${newId().slice(-6)}`
  const { database, nats, release } = await (env.scaled ? onServers(env.scaled, instance, logger) : onFolder(env.dataDir))
  const app: App = await openApp({
    database,
    nats,
    instance,
    logger,
    replicas: env.scaled?.replicas ?? 1,
    eventKey: env.scaled?.eventKey ?? null,
    sessionMs: env.sessionMs,
    demo,
    timeZone: env.timeZone,
    retention: env.retention,
    trustedProxies: env.trustedProxies,
    tracing: env.traces ? await tracingTo(env.traces, instance) : null,
    uploads: path.join(env.dataDir, 'uploads'),
  })
  const address = await app.listen(env)
  return {
    address,
    async stop() {
      await app.close()
      await release()
    },
  }
}
