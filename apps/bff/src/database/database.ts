import path from 'node:path'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import { Refusal } from '../platform/refusal.ts'
import { oneEach, together } from './borrowing.ts'
import { EmbeddedPostgres } from './embedded/embedded.ts'
import * as schema from './schema.ts'

/** The database cannot be reached or broke off; nothing is wrong with what was asked, and whoever asked is told so. */
export class DatabaseOutage extends Refusal {
  override readonly name = 'DatabaseOutage'

  constructor(cause?: unknown) {
    super('OUTAGE', null, { cause })
  }
}

export interface Database {
  /** For the small tables: typed by the schema. */
  readonly orm: NodePgDatabase<typeof schema>
  /** One prepared statement. Its name must be used for this one text only. */
  query<Row extends object>(name: string, text: string, values?: readonly unknown[]): Promise<Row[]>
  /** Takes note of how large the tables have become, so that statements are planned for what is there. */
  analyse(): Promise<void>
  /** A tar of everything to start other databases from; only the embedded one has it. */
  dump(): Promise<Uint8Array>
  close(): Promise<void>
}

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

/** A hospital does not change its shape faster than this. */
const ANALYSE_MS = 3_600_000

const migrationsFolder = path.join(import.meta.dirname, 'migrations')

/** Longer than any query of a healthy database waits; a request that waited so long has been given up by its sender. */
const CONNECT_WITHIN_MS = 30_000

/**
 * Every statement is one text made for one index: planned once, run many times. Left to itself PostgreSQL plans anew at
 * each call whatever takes a list, and planning the rights on a patient takes longer than reading them. A plan outlives
 * the size its tables had, so none may be made for tables that are small enough to be read whole.
 */
const SETTINGS = ['plan_cache_mode=force_generic_plan', 'enable_seqscan=off', 'random_page_cost=1.1', 'default_statistics_target=10']

async function poolFor(place: DatabasePlace): Promise<{ pool: pg.Pool; embedded: EmbeddedPostgres | null }> {
  const common = { types, connectionTimeoutMillis: CONNECT_WITHIN_MS, options: SETTINGS.map((setting) => `-c ${setting}`).join(' ') }
  if ('url' in place) return { pool: new pg.Pool({ ...common, connectionString: place.url, max: 10 }), embedded: null }
  const embedded = await EmbeddedPostgres.start({
    folder: 'folder' in place ? path.join(place.folder, 'database') : null,
    snapshot: 'memory' in place ? (place.snapshot ?? null) : null,
    settings: SETTINGS,
  })
  // One connection: PGlite has one session, and a second client would share its transactions and statements.
  const pool = new pg.Pool({
    ...common,
    max: 1,
    pipeline: true,
    idleTimeoutMillis: 0,
    user: 'postgres',
    database: 'postgres',
    stream: () => embedded.connect(),
  } as pg.PoolConfig)
  return { pool, embedded }
}

/** SQLSTATE classes 08 (connection), 53 (resources) and 57 (intervention), and sockets that failed. */
const isOutage = (error: unknown): boolean => {
  const { code, message } = error as { code?: string; message?: string }
  return /^(08|53|57)/.test(code ?? '') || /^E(CONN|PIPE|HOST|TIMEDOUT)/.test(code ?? '') || /timeout|terminated/i.test(message ?? '')
}

/** Opens the database and brings its tables up to date. */
export async function openDatabase(place: DatabasePlace): Promise<Database> {
  const { pool, embedded } = await poolFor(place)
  pool.on('error', () => undefined) // An idle connection that broke is replaced at the next query, which reports what is wrong.
  const borrow = embedded ? together(pool) : oneEach(pool)
  const orm = drizzle(pool, { schema })
  await migrate(orm, { migrationsFolder })

  async function analyse() {
    // A server does it by itself; the embedded database has nobody who would.
    if (embedded) await pool.query('ANALYZE')
  }
  const analysing = setInterval(() => void analyse().catch(() => undefined), ANALYSE_MS).unref()

  return {
    orm,
    analyse,
    async query<Row extends object>(name: string, text: string, values: readonly unknown[] = []) {
      try {
        const { client, giveBack } = await borrow()
        try {
          const { rows } = await client.query<Row>({ name, text, values: values as unknown[] })
          giveBack(false)
          return rows
        } catch (error) {
          // A statement that failed leaves a good connection; only a broken one is thrown away.
          giveBack(isOutage(error))
          throw error
        }
      } catch (error) {
        throw isOutage(error) ? new DatabaseOutage(error) : error
      }
    },
    dump() {
      if (!embedded) throw new Error('Only the embedded database can be dumped so.')
      return embedded.dump()
    },
    async close() {
      clearInterval(analysing)
      await pool.end()
      await embedded?.close()
    },
  }
}
