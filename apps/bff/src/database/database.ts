import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import { Refusal } from '../commands/refusal.ts'
import { perStatement, pipelined } from './connection-leasing.ts'
import { type Locks, noopLocks, serverLocks } from './locks.ts'
import { runMigrations } from './migrate.ts'
import { type DatabaseConfig, openPool } from './pool.ts'

/** The database is unreachable or the connection broke: reported to clients as an outage, not as an error of their request. */
export class DatabaseOutage extends Refusal {
  override readonly name = 'DatabaseOutage'

  constructor(cause?: unknown) {
    super('OUTAGE', null, { cause })
  }
}

export interface Database {
  /** For the small tables, typed by their schema. */
  readonly orm: NodePgDatabase
  /** Runs a prepared statement. A name must always have the same text. */
  query<Row extends object>(name: string, text: string, values?: readonly unknown[]): Promise<Row[]>
  /** True on a server that other processes share. */
  readonly isServer: boolean
  readonly locks: Locks
  /** Called for each new connection: it may lead to another database than before. */
  onConnection(listener: () => void): void
  /** Updates the planner's statistics. */
  analyse(): Promise<void>
  /** Returns a tar of the data folder for starting other databases; embedded database only. */
  dump(): Promise<Uint8Array>
  close(): Promise<void>
}

/** Interval of ANALYZE: table sizes change slowly. */
const ANALYSE_MS = 3_600_000

/** SQLSTATE classes 08 (connection), 53 (resources) and 57 (intervention), and socket errors. */
const isOutage = (error: unknown): boolean => {
  const { code, message } = error as { code?: string; message?: string }
  return /^(08|53|57)/.test(code ?? '') || /^E(CONN|PIPE|HOST|TIMEDOUT)/.test(code ?? '') || /timeout|terminated/i.test(message ?? '')
}

/** Opens the database and migrates its schema. */
export async function openDatabase(config: DatabaseConfig): Promise<Database> {
  const { pool, embedded } = await openPool(config)
  // A broken connection is replaced at the next query; its running statement has rejected already.
  pool.on('error', () => undefined)
  const listeners = new Set<() => void>()
  pool.on('connect', (client) => {
    client.on('error', () => undefined)
    for (const listener of listeners) listener()
  })
  const lease = embedded ? pipelined(pool) : perStatement(pool)
  const orm = drizzle(pool)
  try {
    await runMigrations(pool)
  } catch (error) {
    await pool.end()
    await embedded?.close()
    throw isOutage(error) ? new DatabaseOutage(error) : error
  }

  async function analyse() {
    // A server has autovacuum; the embedded database has not.
    if (embedded) await pool.query('ANALYZE')
  }
  const analysing = setInterval(() => void analyse().catch(() => undefined), ANALYSE_MS).unref()

  return {
    orm,
    isServer: embedded === null,
    onConnection: (listener) => void listeners.add(listener),
    locks: embedded ? noopLocks : serverLocks(pool),
    analyse,
    async query<Row extends object>(name: string, text: string, values: readonly unknown[] = []) {
      try {
        const { client, release } = await lease()
        try {
          const { rows } = await client.query<Row>({ name, text, values: values as unknown[] })
          release(false)
          return rows
        } catch (error) {
          // A failed statement leaves the connection usable; only a broken one is closed.
          release(isOutage(error))
          throw error
        }
      } catch (error) {
        throw isOutage(error) ? new DatabaseOutage(error) : error
      }
    },
    dump() {
      if (!embedded) throw new Error('Only the embedded database can be dumped.')
      return embedded.dump()
    },
    async close() {
      clearInterval(analysing)
      await pool.end()
      await embedded?.close()
    },
  }
}
