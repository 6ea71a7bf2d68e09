import path from 'node:path'
import { eventTypes } from '@wardline/events'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { authRoutes } from '../auth/auth-routes.ts'
import { nativePasswords } from '../auth/native-passwords.ts'
import type { Nats } from '../bus/nats.ts'
import { natsBus } from '../bus/nats-bus.ts'
import { newId } from '../commands/ids.ts'
import { Refusal } from '../commands/refusal.ts'
import { INBOUND } from '../consumers/dead-letters/dead-letters.ts'
import { NOTIFIER } from '../consumers/notices/notifier.ts'
import type { Database } from '../database/database.ts'
import { aggregateRoutes } from '../features/aggregate/routes.ts'
import { openHttpServer } from '../http/http-server.ts'
import { probeRoutes } from '../http/probes.ts'
import { staticFiles } from '../http/static-files.ts'
import { trpcRoute } from '../http/trpc-route.ts'
import { openImportRunner } from '../ingest/import/import-runner.ts'
import { importStoreIn } from '../ingest/import/import-store.ts'
import { openInbound } from '../ingest/inbound/open-inbound.ts'
import { registerUpload } from '../ingest/upload/upload-route.ts'
import type { Logger } from '../observability/log.ts'
import { openMetrics } from '../observability/metrics.ts'
import type { Tracing } from '../observability/tracing.ts'
import { tracingRoute } from '../observability/tracing-route.ts'
import { openRealtimeServer, type RealtimeServer } from '../realtime/transport/socket-server.ts'
import type { RetentionPolicy } from '../record/log/retention.ts'
import { provenanceIn } from '../record/provenance.ts'
import { createAppRouter } from '../router.ts'
import { openAdministration } from './admin-services.ts'
import { type BackgroundJobs, startBackgroundJobs } from './background-jobs.ts'
import type { DemoMode } from './demo-mode.ts'
import { type Core, openCore } from './services.ts'
import { staffCallerFor } from './staff-caller.ts'

export interface App {
  readonly core: Core
  readonly live: RealtimeServer
  readonly http: FastifyInstance
  /** Returns the address once the server accepts requests. */
  listen(at: { host: string; port: number }): Promise<string>
  /** Graceful shutdown: stops accepting, drains, closes (SIGTERM). */
  close(): Promise<void>
}

export interface AppOptions {
  readonly database: Database
  readonly logger: Logger
  readonly sessionMs: number
  /** The demo hospital; null in production. */
  readonly demo: DemoMode | null
  /** IANA time zone of the hospital; null shows times in the zone of each browser. */
  readonly timeZone?: string | null
  /** Folder for uploads until they are imported. */
  readonly uploads: string
  readonly now?: () => Date
  readonly tickMs?: number
  /** How long a disconnected pharmacist keeps their claims. */
  readonly claimGraceMs?: number
  readonly trustedProxies?: readonly string[] | null
  /** Traces commands from the click to the paint; off when absent. */
  readonly tracing?: Tracing | null
  /** How far back reconnecting clients can resume; without limit when absent. */
  readonly retention?: RetentionPolicy
  /** Name of this process among the instances of the same hospital. */
  readonly instance?: string
  /** Connection to other instances and other systems; absent for a single process. */
  readonly nats?: Nats | null
  /** Replicas of each NATS stream. */
  readonly replicas?: number
  /** Encrypts sensitive fields of published events; without a key they are withheld. */
  readonly eventKey?: Uint8Array | null
}

const webDist = path.join(import.meta.dirname, '../../../web/dist')
/** Listen backlog, larger than a hospital's number of clients: after a restart all of them reconnect at once. */
const BACKLOG = 4096

/** Wires all services together; only this file knows them all. */
export async function openApp({
  database,
  logger,
  sessionMs,
  demo,
  timeZone = null,
  uploads,
  now,
  tickMs,
  claimGraceMs,
  trustedProxies = null,
  tracing = null,
  retention,
  instance = newId(),
  nats = null,
  replicas = 1,
  eventKey = null,
}: AppOptions): Promise<App> {
  const onInvalidSignal = (error: unknown) => logger.error({ err: error }, 'a signal from another instance was rejected')
  const core = await openCore(database, {
    logger,
    metrics: openMetrics(),
    passwords: nativePasswords,
    sessionMs,
    tracing,
    instance,
    ...(nats ? { bus: natsBus(nats, onInvalidSignal) } : {}),
    ...(now ? { now } : {}),
  })
  // When several instances start together, one fills the demo hospital and the others find it filled.
  if (demo) await database.locks.withLock('demo hospital', () => demo.fill(core))
  await database.analyse()
  const { metrics, sessions, sessionCache: recent, accessTokens: bearers, staff, log, bus, rights } = core

  metrics.instanceInfo.set({ instance_id: core.instance, mode: nats ? 'scaled' : 'embedded' }, 1)

  const http = await openHttpServer({ logger, metrics, sessions, accessTokens: bearers, sessionCache: recent, trustedProxies })
  tracing?.instrument(http)
  authRoutes(http, { staff, sessions, accessTokens: bearers, passwords: nativePasswords })
  http.get('/api/environment', async () => ({ environment: demo ? 'demo' : 'production', timeZone, tracing: tracing !== null }))
  probeRoutes(http, {
    metrics,
    dependencies: {
      database: async () => void (await database.query('ready', 'SELECT 1')),
      ...(nats
        ? {
            async bus() {
              if (!nats.connected) throw new Error('NATS is not connected.')
            },
          }
        : {}),
    },
    async collect() {
      metrics.deadLetters.set(await core.deadLetters.total())
    },
  })
  const inbound = nats
    ? openInbound({
        nats,
        resources: core.resources,
        record: (permit, change) => core.recordAt(core.now(), permit, change),
        letters: core.deadLetters,
        paused: () => core.pauses.isPaused(INBOUND),
        metrics,
        newId,
        now: core.now,
        failed: (error) => logger.error({ err: error }, 'an inbound message could not be processed'),
      })
    : null
  let workers: BackgroundJobs | null = null
  async function lags() {
    const inboundLag = await inbound?.lag()
    return { ...(await workers?.lags()), ...(inboundLag == null ? {} : { [INBOUND]: inboundLag }) }
  }
  const administration = await openAdministration(core, {
    lags,
    replays: {
      [NOTIFIER]: async (letter, by) => workers?.replays[NOTIFIER]?.(letter, by),
      ...(inbound ? { [INBOUND]: inbound.replay } : {}),
    },
    outages: () => (nats && !nats.connected ? ['bus'] : []),
  })
  const imports = openImportRunner({ provenanceOf: provenanceIn(database), book: importStoreIn(database, core.now), logger })
  await registerUpload(http, {
    desk: imports,
    folder: uploads,
    signedIn,
  })
  aggregateRoutes(http, { signedIn })
  const appRouter = createAppRouter({ imports, administration })
  await trpcRoute(http, {
    router: appRouter,
    contextOf: (request) => core.requestContext(request.session?.user ?? null, request.id),
    ...(tracing ? { traced: tracing.procedure } : {}),
    failed: (error, procedure, { requestId }) =>
      logger.error({ requestId, procedure, err: error.cause ?? error }, 'a tRPC procedure failed'),
  })
  if (tracing) {
    const knownNames = new Set<string>([...eventTypes, ...Object.keys(appRouter._def.procedures)])
    tracingRoute(http, { tracing, isKnown: (name) => knownNames.has(name), now: core.now })
  }
  await staticFiles(http, webDist)

  const live = openRealtimeServer({
    http: http.server,
    log,
    bus,
    rights,
    sessions,
    bearers,
    recent,
    metrics,
    logger,
    now: core.now,
    instance: core.instance,
    tracing,
    ...(tickMs ? { tickMs } : {}),
  })
  inbound?.start()
  workers = await startBackgroundJobs({
    core,
    actAs: staffCallerFor(core, appRouter),
    nats,
    replicas,
    eventKey,
    startSimulator: demo?.startSimulator ?? null,
    claimGraceMs,
    retention,
  })

  async function signedIn({ session, id }: FastifyRequest) {
    if (!session) throw new Refusal('NOT_SIGNED_IN')
    return core.contextFor(session.user, id)
  }
  return {
    core,
    live,
    http,
    listen: ({ host, port }) => http.listen({ host, port, backlog: BACKLOG }),
    async close() {
      await inbound?.stop()
      await workers?.stop()
      await imports.close()
      await administration.close()
      // Concurrently: the HTTP server closes after its sockets have, and running requests still get their response.
      await Promise.all([http.close(), live.close()])
      await tracing?.close()
      await core.close()
    },
  }
}
