import { drizzle } from 'drizzle-orm/node-postgres'
import { perStatement, pipelined } from './connection-leasing.ts'
import { type Database, DatabaseOutage } from './database.ts'
import { noopLocks, serverLocks } from './locks.ts'
import { migrated } from './migrate.ts'
import { type DatabasePlace, poolFor } from './pool.ts'

/** A hospital does not change its shape faster than this. */
const ANALYSE_MS = 3_600_000

/** SQLSTATE classes 08 (connection), 53 (resources) and 57 (intervention), and sockets that failed. */
const isOutage = (error: unknown): boolean => {
  const { code, message } = error as { code?: string; message?: string }
  return /^(08|53|57)/.test(code ?? '') || /^E(CONN|PIPE|HOST|TIMEDOUT)/.test(code ?? '') || /timeout|terminated/i.test(message ?? '')
}

/** Opens the database and brings its tables up to date. */
export async function openDatabase(place: DatabasePlace): Promise<Database> {
  const { pool, embedded } = await poolFor(place)
  // A connection that broke is replaced at the next query; whoever used it has the error from their statement.
  pool.on('error', () => undefined)
  const listeners = new Set<() => void>()
  pool.on('connect', (client) => {
    client.on('error', () => undefined)
    for (const listener of listeners) listener()
  })
  const borrow = embedded ? pipelined(pool) : perStatement(pool)
  const orm = drizzle(pool)
  try {
    await migrated(pool)
  } catch (error) {
    await pool.end()
    await embedded?.close()
    throw isOutage(error) ? new DatabaseOutage(error) : error
  }

  async function analyse() {
    // A server does it by itself; the embedded database has nobody who would.
    if (embedded) await pool.query('ANALYZE')
  }
  const analysing = setInterval(() => void analyse().catch(() => undefined), ANALYSE_MS).unref()

  return {
    orm,
    onServer: embedded === null,
    onConnection: (listener) => void listeners.add(listener),
    locks: embedded ? noopLocks : serverLocks(pool),
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
