import { newId } from '../../commands/ids.ts'
import { createCallerFactory } from '../../commands/trpc.ts'
import { type AdministrationOptions, openAdministration } from '../../composition/admin-services.ts'
import { type Core, openCore } from '../../composition/services.ts'
import type { Database } from '../../database/database.ts'
import type { Logger } from '../../observability/log.ts'
import { type AppRouter, createAppRouter } from '../../router.ts'
import { type Handle, httpHandler } from './http.ts'
import { noMetrics } from './metrics.ts'
import { weakPasswords } from './passwords.ts'
import { RoomServer } from './room-server.ts'

export interface BackendOptions {
  readonly database: Database
  readonly logger: Logger
  readonly now?: () => Date
  /** The name under which its figures appear. */
  readonly instance?: string
  readonly administration?: AdministrationOptions
}

type Caller = ReturnType<ReturnType<typeof createCallerFactory<AppRouter['_def']['record']>>>

/** The product in one thread, without a server: its router, features and record over a database that this thread opened. */
export interface Backend {
  readonly core: Core
  /** Handles `/api` and `/trpc` requests of one browser. */
  readonly handle: Handle
  /** Sockets of browsers in this thread. */
  readonly rooms: RoomServer
  /** The procedures as a member of staff calls them; each call is a request of its own and reads the rights again. */
  callerFor(userId: string): Caller
  /** Leaves the database open. */
  close(): Promise<void>
}

/** As long as a shift. */
const SESSION_MS = 12 * 3_600_000

/** Puts the product together for tests and for screens without a server. */
export async function openBackend({ database, logger, now, instance, administration: options }: BackendOptions): Promise<Backend> {
  const keptOpen: Database = { ...database, close: async () => undefined }
  const core = await openCore(keptOpen, {
    logger,
    metrics: noMetrics(),
    passwords: weakPasswords,
    sessionMs: SESSION_MS,
    ...(now ? { now } : {}),
    ...(instance ? { instance } : {}),
  })
  const administration = await openAdministration(core, options)
  const imports = { list: async () => [], report: async () => null }
  const router = createAppRouter({ imports, administration })
  const rooms = new RoomServer(core)
  const callers = createCallerFactory(router)

  return {
    core,
    rooms,
    handle: httpHandler({ core, router, passwords: weakPasswords }),
    callerFor: (userId) =>
      callers(async () => {
        const user = await core.staff.user(userId)
        if (!user) throw new Error(`Unknown user: ${userId}`)
        return core.requestContext(user, newId())
      }),
    async close() {
      rooms.close()
      await administration.close()
      await core.close()
    },
  }
}
