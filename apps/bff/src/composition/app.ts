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
import { fillDemoHospital } from '../demo/fill.ts'
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
import { startWorkers, type Workers } from './background-jobs.ts'
import { type Core, openCore } from './services.ts'
import { actingIn } from './staff-caller.ts'

export interface App {
  readonly core: Core
  readonly live: RealtimeServer
  readonly http: FastifyInstance
  /** Answers the address once the product takes requests. */
  listen(at: { host: string; port: number }): Promise<string>
  /** Takes no more, finishes what is in hand, closes (SIGTERM). */
  close(): Promise<void>
}

export interface AppOptions {
  readonly database: Database
  readonly logger: Logger
  readonly sessionMs: number
  readonly demo: boolean
  /** Things happen by themselves in the demo hospital. */
  readonly livingWard?: boolean
  /** Where uploads wait until they are read. */
  readonly uploads: string
  readonly now?: () => Date
  readonly tickMs?: number
  /** How long a pharmacist whose screens are gone keeps what they had in hand. */
  readonly claimGraceMs?: number
  readonly trustedProxies?: readonly string[] | null
  /** Follows acts from the click to the paint; absent: nobody looks. */
  readonly tracing?: Tracing | null
  /** What is kept for those who come back; everything, when absent. */
  readonly keeping?: RetentionPolicy
  /** How this process is called among those that serve the same hospital. */
  readonly instance?: string
  /** Where the other processes and other systems are; absent: there are none. */
  readonly nats?: Nats | null
  /** Copies that NATS keeps of each stream. */
  readonly replicas?: number
  /** Seals what not everybody on the bus may read; absent: it does not leave. */
  readonly eventKey?: Uint8Array | null
}

const screens = path.join(import.meta.dirname, '../../../web/dist')
/** More waiting connections than a hospital has screens: after a restart all of them come back at once. */
const BACKLOG = 4096

/** Every part, put together: the only file that knows them all. */
export async function openApp({
  database,
  logger,
  sessionMs,
  demo,
  livingWard = false,
  uploads,
  now,
  tickMs,
  claimGraceMs,
  trustedProxies = null,
  tracing = null,
  keeping,
  instance = newId(),
  nats = null,
  replicas = 1,
  eventKey = null,
}: AppOptions): Promise<App> {
  const heardWrong = (error: unknown) => logger.error({ err: error }, 'what another process told could not be taken in')
  const core = await openCore(database, {
    logger,
    metrics: openMetrics(),
    passwords: nativePasswords,
    sessionMs,
    tracing,
    instance,
    ...(nats ? { bus: natsBus(nats, heardWrong) } : {}),
    ...(now ? { now } : {}),
  })
  // Of several that start together one fills it, and the others find it filled.
  if (demo) await database.locks.alone('demo hospital', () => fillDemoHospital(core))
  await database.analyse()
  const { metrics, sessions, recent, bearers, staff, log, bus, rights } = core

  metrics.instanceInfo.set({ instance_id: core.instance, mode: nats ? 'scaled' : 'embedded' }, 1)

  const http = await openHttpServer({ logger, metrics, sessions, bearers, recent, trustedProxies })
  tracing?.watch(http)
  authRoutes(http, { staff, sessions, bearers, passwords: nativePasswords })
  http.get('/api/environment', async () => ({ environment: demo ? 'demo' : 'production', timeZone: null, tracing: tracing !== null }))
  probeRoutes(http, {
    metrics,
    needs: {
      database: async () => void (await database.query('ready', 'SELECT 1')),
      ...(nats
        ? {
            async bus() {
              if (!nats.connected) throw new Error('NATS is away.')
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
        paused: () => core.pauses.has(INBOUND),
        metrics,
        newId,
        now: core.now,
        failed: (error) => logger.error({ err: error }, 'a message of another system could not be taken in'),
      })
    : null
  let workers: Workers | null = null
  async function lags() {
    const waiting = await inbound?.lag()
    return { ...(await workers?.lags()), ...(waiting == null ? {} : { [INBOUND]: waiting }) }
  }
  const administration = await openAdministration(core, {
    lags,
    replays: {
      [NOTIFIER]: async (letter, by) => workers?.replays[NOTIFIER]?.(letter, by),
      ...(inbound ? { [INBOUND]: inbound.replay } : {}),
    },
    outages: () => (nats && !nats.connected ? ['bus'] : []),
  })
  const imports = openImportRunner({ originsOf: provenanceIn(database), book: importStoreIn(database, core.now), logger })
  await registerUpload(http, {
    desk: imports,
    folder: uploads,
    signedIn,
  })
  aggregateRoutes(http, { signedIn })
  const appRouter = createAppRouter({ imports, administration })
  await trpcRoute(http, {
    router: appRouter,
    visitor: (request) => core.visitor(request.session?.user ?? null, request.id),
    ...(tracing ? { traced: tracing.procedure } : {}),
    failed: (error, procedure, { requestId }) => logger.error({ requestId, procedure, err: error.cause ?? error }, 'a procedure failed'),
  })
  if (tracing) {
    const known = new Set<string>([...eventTypes, ...Object.keys(appRouter._def.procedures)])
    tracingRoute(http, { tracing, isKnown: (name) => known.has(name), now: core.now })
  }
  await staticFiles(http, screens)

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
  workers = await startWorkers({
    core,
    actAs: actingIn(core, appRouter),
    nats,
    replicas,
    eventKey,
    livingWard: demo && livingWard,
    claimGraceMs,
    keeping,
  })

  async function signedIn({ session, id }: FastifyRequest) {
    if (!session) throw new Refusal('NOT_SIGNED_IN')
    return core.signedInAs(session.user, id)
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
      // Side by side: the server ends when its sockets have, and requests in hand are answered meanwhile.
      await Promise.all([http.close(), live.close()])
      await tracing?.close()
      await core.close()
    },
  }
}
