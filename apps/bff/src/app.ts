import path from 'node:path'
import type { CommandId } from '@wardline/events'
import type { FastifyInstance } from 'fastify'
import { openAdministration } from './administration.ts'
import { startClaimKeeper } from './consumers/claim-keeper.ts'
import { heldClaims } from './consumers/held-claims.ts'
import { startNotifier } from './consumers/notifier.ts'
import { type Core, openCore } from './core.ts'
import { claimDataFolder } from './database/data-folder.ts'
import { type Database, openDatabase } from './database/database.ts'
import { fillDemoHospital } from './demo/fill.ts'
import { startLivingWard } from './demo/living/living-ward.ts'
import { openImportDesk } from './ingest/import-desk.ts'
import { registerUpload } from './ingest/upload-route.ts'
import { type Live, openLive } from './live/socket-server.ts'
import { authRoutes } from './platform/auth-routes.ts'
import type { Env } from './platform/env.ts'
import { openHttp } from './platform/http.ts'
import { newId } from './platform/ids.ts'
import { type Logger, openLog } from './platform/log.ts'
import { probeRoutes } from './platform/probes.ts'
import { Refusal } from './platform/refusal.ts'
import { spa } from './platform/spa.ts'
import { trpcRoute } from './platform/trpc-route.ts'
import { originsIn } from './record/origins.ts'
import { type Keeping, startRetention } from './record/retention.ts'
import { createAppRouter } from './router.ts'

export interface App {
  readonly core: Core
  readonly live: Live
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
  /** What is kept for those who come back; everything, when absent. */
  readonly keeping?: Keeping
}

const screens = path.join(import.meta.dirname, '../../web/dist')
/** More waiting connections than a hospital has screens: after a restart all of them come back at once. */
const BACKLOG = 4096

/** Every part, put together: the only file that knows them all. */
export async function openApp({
  database,
  logger,
  sessionMs,
  demo,
  livingWard,
  uploads,
  now,
  tickMs,
  claimGraceMs,
  keeping,
}: AppOptions): Promise<App> {
  const core = await openCore(database, { logger, sessionMs, ...(now ? { now } : {}) })
  if (demo) await fillDemoHospital(core)
  await database.analyse()
  const { metrics, sessions, recent, bearers, staff, log, bus, rights } = core

  const http = await openHttp({ logger, metrics, sessions, bearers, recent })
  authRoutes(http, { staff, sessions, bearers })
  http.get('/api/environment', async () => ({ environment: demo ? 'demo' : 'production', timeZone: null }))
  probeRoutes(http, {
    metrics,
    needs: {
      database: async () => void (await database.query('ready', 'SELECT 1')),
    },
    async collect() {
      const counts = Object.values(await core.deadLetters.counts())
      metrics.deadLetters.set(counts.reduce((sum, count) => sum + count, 0))
    },
  })
  const administration = await openAdministration(core)
  const imports = openImportDesk({ originsOf: originsIn(database), logger })
  await registerUpload(http, {
    desk: imports,
    folder: uploads,
    async signedIn({ session, id }) {
      if (!session) throw new Refusal('NOT_SIGNED_IN')
      return core.signedInAs(session.user, id)
    },
  })
  const appRouter = createAppRouter({ imports, administration })
  await trpcRoute(http, {
    router: appRouter,
    visitor: (request) => core.visitor(request.session?.user ?? null, request.id),
    failed: (error, procedure, { requestId }) => logger.error({ requestId, procedure, err: error.cause ?? error }, 'a procedure failed'),
  })
  await spa(http, screens)

  const live = openLive({
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
    ...(tickMs ? { tickMs } : {}),
  })
  startNotifier(bus, ({ userId, message }) => live.tell(userId, message))
  const keeper = await startClaimKeeper({
    bus,
    claims: () => heldClaims(core.resources, core.now()),
    giveBack: async ({ userId, prescriptionId }) => {
      await (await actAs(userId)).pharmacy.release({ commandId: newId() as CommandId, prescriptionId })
    },
    failed: (error) => logger.error({ err: error }, 'a claim was not given back'),
    ...(claimGraceMs === undefined ? {} : { graceMs: claimGraceMs }),
  })
  const retention = keeping ? startRetention({ database, keeping, now: core.now, failed: notKept }) : null
  const ward = demo && livingWard ? await startLivingWard({ actAs, now: core.now, newId, failed }) : null

  async function actAs(userId: string) {
    const user = await staff.user(userId)
    if (!user) throw new Error(`${userId} does not work here.`)
    return appRouter.createCaller(core.visitor(user, newId()))
  }
  function notKept(error: unknown) {
    logger.error({ err: error }, 'what is no longer kept could not be marked')
  }
  function failed(error: unknown) {
    logger.error({ err: error }, 'the living ward stumbled')
  }

  return {
    core,
    live,
    http,
    listen: ({ host, port }) => http.listen({ host, port, backlog: BACKLOG }),
    async close() {
      keeper.stop()
      await retention?.stop()
      await ward?.stop()
      await imports.close()
      await administration.close()
      // Side by side: the server ends when its sockets have, and requests in hand are answered meanwhile.
      await Promise.all([http.close(), live.close()])
      await core.close()
    },
  }
}

/** The product as one process on its data folder. */
export async function startProduct(env: Env): Promise<{ readonly address: string; stop(): Promise<void> }> {
  const folder = claimDataFolder(env.dataDir)
  const database = await openDatabase({ folder: env.dataDir })
  const app = await openApp({
    database,
    logger: openLog(env.logLevel),
    sessionMs: env.sessionMs,
    demo: env.demo,
    livingWard: env.livingWard,
    keeping: env.keeping,
    uploads: path.join(env.dataDir, 'uploads'),
  })
  const address = await app.listen(env)
  return {
    address,
    async stop() {
      await app.close()
      folder.release()
    },
  }
}
