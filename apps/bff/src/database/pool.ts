import path from 'node:path'
import pg from 'pg'
import { EmbeddedPostgres } from './embedded/embedded.ts'
import { PLANNER_SETTINGS } from './planner-settings.ts'

export type DatabasePlace =
  /** Embedded, in this folder; the caller holds its lock. */
  | { readonly folder: string }
  /** Embedded, gone with the process; begins from a dump when one is given. */
  | { readonly memory: true; readonly snapshot?: string }
  /** A PostgreSQL server. */
  | { readonly url: string }

const INT8 = 20
const INT8_ARRAY = 1016
/** Numbers of rooms stay far below 2^53. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === INT8) return Number
    if (oid === INT8_ARRAY) return (text: string) => (text === '{}' ? [] : text.slice(1, -1).split(',').map(Number))
    return pg.types.getTypeParser(oid, format as 'text')
  }) as pg.CustomTypesConfig['getTypeParser'],
}

/** Longer than any query of a healthy database waits; a request that waited so long has been given up by its sender. */
const CONNECT_WITHIN_MS = 30_000
/** A server that is there answers at once; whoever waits for one that is away should hear so soon. */
const SERVER_WITHIN_MS = 5_000

/** A statement that takes longer has lost its server; whoever waits for it is told of an outage. */
const STATEMENT_WITHIN_MS = 15_000
/** Statements at once; what a process asks beside that waits its turn, and a server has room for many processes. */
const CONNECTIONS = 16

export interface OpenPool {
  readonly pool: pg.Pool
  readonly embedded: EmbeddedPostgres | null
}

/** Connections to the database at this place. Nothing is asked of it yet. */
export async function poolFor(place: DatabasePlace): Promise<OpenPool> {
  const common = { types, options: PLANNER_SETTINGS.map((setting) => `-c ${setting}`).join(' ') }
  if ('url' in place)
    return {
      embedded: null,
      pool: new pg.Pool({
        ...common,
        connectionString: place.url,
        max: CONNECTIONS,
        connectionTimeoutMillis: SERVER_WITHIN_MS,
        query_timeout: STATEMENT_WITHIN_MS,
        keepAlive: true,
        application_name: 'wardline',
      }),
    }
  const embedded = await EmbeddedPostgres.start({
    folder: 'folder' in place ? path.join(place.folder, 'database') : null,
    snapshot: 'memory' in place ? (place.snapshot ?? null) : null,
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
