import pRetry from 'p-retry'
import { connectNats, type Nats } from '../bus/nats.ts'
import { InvalidSetting } from '../config/env.ts'
import type { Database } from '../database/database.ts'
import { openDatabase } from '../database/open-database.ts'

export interface Dependencies {
  readonly database: Database
  readonly nats: Nats
}

export interface ConnectionOptions {
  readonly databaseUrl: string
  readonly natsUrl: string
  readonly instance: string
  /** Aborts the retries. */
  readonly signal?: AbortSignal
}

/** Delay between retries: short at first, because servers and instances often start together. */
const FIRST_MS = 500
const LONGEST_MS = 15_000

/** Oldest supported version of PostgreSQL. */
const OLDEST_POSTGRES = 15

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'unknown host',
  EAI_AGAIN: 'unknown host',
  ETIMEDOUT: 'no response',
  '28P01': 'the user name or password is incorrect',
  '28000': 'the user name or password is incorrect',
  '3D000': 'the database does not exist',
  '57P03': 'the server is starting',
}

/** Returns the most specific known cause: wrapping errors name the attempt, the innermost error names the reason. */
function reasonOf(error: unknown): string {
  let { code, message, cause } = error as { code?: string; message?: string; cause?: unknown }
  while (cause instanceof Error && !(code && reasons[code])) ({ code, message, cause } = cause as Error & { code?: string })
  return (code && reasons[code]) || message || 'no response'
}

const hostsOf = (url: string) =>
  url
    .split(',')
    .map((one) => new URL(one.trim()).host)
    .join(', ')

interface RetryOptions {
  readonly log: (message: string) => void
  readonly signal: AbortSignal | undefined
}

async function connectWithRetry<T>(name: string, url: string, attempt: () => Promise<T>, { log, signal }: RetryOptions): Promise<T> {
  return pRetry(attempt, {
    retries: Number.POSITIVE_INFINITY,
    minTimeout: FIRST_MS,
    maxTimeout: LONGEST_MS,
    randomize: true,
    ...(signal ? { signal } : {}),
    // An invalid setting does not fix itself.
    shouldRetry: ({ error }) => !(error instanceof InvalidSetting),
    onFailedAttempt: ({ error, retryDelay }) => {
      if (error instanceof InvalidSetting) return
      log(`${name} at ${hostsOf(url)} is unreachable: ${reasonOf(error)}; retrying in ${Math.ceil(retryDelay / 1000)} s.`)
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
  throw new InvalidSetting(`DATABASE_URL points to PostgreSQL ${row?.version}; version ${OLDEST_POSTGRES} or newer is required.`)
}

/** Connects to PostgreSQL and NATS, retrying until both are up. @param log receives one message per failed attempt */
export async function connectDependencies(
  { databaseUrl, natsUrl, instance, signal }: ConnectionOptions,
  log: (message: string) => void,
): Promise<Dependencies> {
  const retry = { log, signal }
  const database = await connectWithRetry('PostgreSQL', databaseUrl, () => openPostgres(databaseUrl), retry)
  const nats = await connectWithRetry('NATS', natsUrl, () => connectNats({ url: natsUrl, name: `wardline ${instance}` }), retry)
  return { database, nats }
}
