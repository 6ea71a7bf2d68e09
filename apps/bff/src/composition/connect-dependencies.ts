import pRetry from 'p-retry'
import { connectNats, type Nats } from '../bus/nats.ts'
import { InvalidSetting } from '../config/env.ts'
import type { Database } from '../database/database.ts'
import { openDatabase } from '../database/open-database.ts'

export interface Servers {
  readonly database: Database
  readonly nats: Nats
}

export interface ServerPlaces {
  readonly databaseUrl: string
  readonly natsUrl: string
  readonly instance: string
  /** Gives up waiting. */
  readonly signal?: AbortSignal
}

/** Servers and this process are often started together; later tries leave time to mend what is wrong. */
const FIRST_MS = 500
const LONGEST_MS = 15_000

/** The oldest version whose SQL the product is tested with. */
const OLDEST_POSTGRES = 15

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'there is no such host',
  ETIMEDOUT: 'it does not answer',
  '28P01': 'it refuses the name or the password',
  '28000': 'it refuses the name or the password',
  '3D000': 'there is no such database',
  '57P03': 'it is just starting',
}

/** The cause that says most: wrappers say what was tried, the innermost error says what happened. */
function reasonOf(error: unknown): string {
  let { code, message, cause } = error as { code?: string; message?: string; cause?: unknown }
  while (cause instanceof Error && !(code && reasons[code])) ({ code, message, cause } = cause as Error & { code?: string })
  return (code && reasons[code]) || message || 'it does not answer'
}

const hostsOf = (url: string) =>
  url
    .split(',')
    .map((one) => new URL(one.trim()).host)
    .join(', ')

interface Waiting {
  readonly say: (sentence: string) => void
  readonly signal: AbortSignal | undefined
}

async function reach<T>(name: string, url: string, attempt: () => Promise<T>, { say, signal }: Waiting): Promise<T> {
  return pRetry(attempt, {
    retries: Number.POSITIVE_INFINITY,
    minTimeout: FIRST_MS,
    maxTimeout: LONGEST_MS,
    randomize: true,
    ...(signal ? { signal } : {}),
    // A setting does not mend itself.
    shouldRetry: ({ error }) => !(error instanceof InvalidSetting),
    onFailedAttempt: ({ error, retryDelay }) => {
      if (error instanceof InvalidSetting) return
      say(`${name} at ${hostsOf(url)} cannot be reached: ${reasonOf(error)}; trying again in ${Math.ceil(retryDelay / 1000)} s.`)
    },
  })
}

async function openPostgres(url: string): Promise<Database> {
  const database = await openDatabase({ url })
  const [row] = await database.query<{ version: number }>(
    'server_version',
    "SELECT current_setting('server_version_num')::int / 10000 AS version",
  )
  if ((row?.version ?? 0) >= OLDEST_POSTGRES) return database
  await database.close()
  throw new InvalidSetting(`DATABASE_URL names a PostgreSQL ${row?.version}; ${OLDEST_POSTGRES} or newer is needed.`)
}

/** Reaches the servers that several processes share, however long they take to be there. @param say one sentence per failed try. */
export async function reachServers(
  { databaseUrl, natsUrl, instance, signal }: ServerPlaces,
  say: (sentence: string) => void,
): Promise<Servers> {
  const waiting = { say, signal }
  const database = await reach('PostgreSQL', databaseUrl, () => openPostgres(databaseUrl), waiting)
  const nats = await reach('NATS', natsUrl, () => connectNats({ url: natsUrl, name: `wardline ${instance}` }), waiting)
  return { database, nats }
}
