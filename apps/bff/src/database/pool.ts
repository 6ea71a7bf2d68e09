import path from 'node:path'
import pg from 'pg'
import { EmbeddedPostgres } from './embedded/embedded.ts'
import { PLANNER_SETTINGS } from './planner-settings.ts'

export type DatabaseConfig =
  /** Embedded, in this folder, which the caller has locked. */
  | { readonly folder: string }
  /** Embedded, in memory, optionally started from a dump. */
  | { readonly memory: true; readonly snapshot?: string }
  /** A PostgreSQL server. */
  | { readonly url: string }

const INT8 = 20
const INT8_ARRAY = 1016
/** Sequence numbers stay far below 2^53. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === INT8) return Number
    if (oid === INT8_ARRAY) return (text: string) => (text === '{}' ? [] : text.slice(1, -1).split(',').map(Number))
    return pg.types.getTypeParser(oid, format as 'text')
  }) as pg.CustomTypesConfig['getTypeParser'],
}

/** Longer than any wait on a healthy database; clients time out earlier. */
const CONNECT_WITHIN_MS = 30_000
/** A server that is up accepts connections at once; an outage should be reported soon. */
const SERVER_WITHIN_MS = 5_000

/** A statement that takes longer has lost its server and is reported as an outage. */
const STATEMENT_WITHIN_MS = 15_000
/** Connections per instance; further statements wait, and the server has room for many instances. */
const CONNECTIONS = 16

export interface OpenPool {
  readonly pool: pg.Pool
  readonly embedded: EmbeddedPostgres | null
}

/** Returns the connection pool of a database, without connecting yet. */
export async function openPool(location: DatabaseConfig): Promise<OpenPool> {
  const common = { types, options: PLANNER_SETTINGS.map((setting) => `-c ${setting}`).join(' ') }
  if ('url' in location)
    return {
      embedded: null,
      pool: new pg.Pool({
        ...common,
        connectionString: location.url,
        max: CONNECTIONS,
        connectionTimeoutMillis: SERVER_WITHIN_MS,
        query_timeout: STATEMENT_WITHIN_MS,
        keepAlive: true,
        application_name: 'wardline',
      }),
    }
  const embedded = await EmbeddedPostgres.start({
    folder: 'folder' in location ? path.join(location.folder, 'database') : null,
    snapshot: 'memory' in location ? (location.snapshot ?? null) : null,
    settings: PLANNER_SETTINGS,
  })
  // One connection: PGlite has one session, and a second client would share its transactions and statements.
  const pool = new pg.Pool({
    ...common,
    max: 1,
    pipeline: true,
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    idleTimeoutMillis: 0,
    user: 'postgres',
    database: 'postgres',
    stream: () => embedded.connect(),
  } as pg.PoolConfig)
  return { pool, embedded }
}
