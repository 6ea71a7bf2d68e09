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
import { reachServers } from './connect-dependencies.ts'

export interface Product {
  readonly address: string
  /** Takes no more, finishes what is in hand, ends. */
  stop(): Promise<void>
}

/** What the product stands on, and how to leave it. */
interface Ground {
  readonly database: Database
  readonly nats: Nats | null
  leave(): Promise<void>
}

/** OpenTelemetry is read only where somebody looks. */
async function tracingTo(endpoint: string, instance: string): Promise<Tracing> {
  const { openTracing } = await import('../observability/tracing-sdk.ts')
  return openTracing(endpoint, instance)
}

/** One process with everything embedded, on a folder that nobody else may open. */
async function onFolder(folder: string): Promise<Ground> {
  const claim = claimDataFolder(folder)
  return { database: await openDatabase({ folder }), nats: null, leave: async () => claim.release() }
}

/** One of several processes on servers they share. */
async function onServers({ databaseUrl, natsUrl }: NonNullable<Env['scaled']>, instance: string, logger: Logger): Promise<Ground> {
  const { database, nats } = await reachServers({ databaseUrl, natsUrl, instance }, (sentence) => logger.warn(sentence))
  nats.onChange((connected) => (connected ? logger.info('NATS is back.') : logger.error('NATS is away; the log is read every second.')))
  return { database, nats, leave: () => nats.close() }
}

/** The product as a process: alone on its data folder, or one of several. */
export async function startProduct(env: Env): Promise<Product> {
  const logger = openLog(env.logLevel)
  const instance = env.instance ?? `${hostname().slice(0, 20)}-${newId().slice(-6)}`
  const { database, nats, leave } = await (env.scaled ? onServers(env.scaled, instance, logger) : onFolder(env.dataDir))
  const app: App = await openApp({
    database,
    nats,
    instance,
    logger,
    replicas: env.scaled?.replicas ?? 1,
    eventKey: env.scaled?.eventKey ?? null,
    sessionMs: env.sessionMs,
    demo: env.demo,
    livingWard: env.livingWard,
    keeping: env.keeping,
    trustedProxies: env.trustedProxies,
    tracing: env.traces ? await tracingTo(env.traces, instance) : null,
    uploads: path.join(env.dataDir, 'uploads'),
  })
  const address = await app.listen(env)
  return {
    address,
    async stop() {
      await app.close()
      await leave()
    },
  }
}
