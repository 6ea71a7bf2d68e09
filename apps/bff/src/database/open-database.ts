import { drizzle } from 'drizzle-orm/node-postgres'
import { perStatement, pipelined } from './connection-leasing.ts'
import { type Database, DatabaseOutage } from './database.ts'
import { noopLocks, serverLocks } from './locks.ts'
import { runMigrations } from './migrate.ts'
import { type DatabaseConfig, openPool } from './pool.ts'

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
