import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import { Refusal } from '../commands/refusal.ts'
import { perStatement, pipelined } from './connection-leasing.ts'
import { type Locks, noopLocks, serverLocks } from './locks.ts'
import { migrated } from './migrate.ts'
import { type DatabasePlace, poolFor } from './pool.ts'

export type { DatabasePlace } from './pool.ts'

/** The database cannot be reached or broke off; nothing is wrong with what was asked, and whoever asked is told so. */
export class DatabaseOutage extends Refusal {
  override readonly name = 'DatabaseOutage'

  constructor(cause?: unknown) {
    super('OUTAGE', null, { cause })
  }
}

export interface Database {
  /** For the small tables: typed by their schema. */
  readonly orm: NodePgDatabase
  /** One prepared statement. Its name must be used for this one text only. */
  query<Row extends object>(name: string, text: string, values?: readonly unknown[]): Promise<Row[]>
  /** On a server that other processes may use as well. */
  readonly onServer: boolean
  readonly locks: Locks
  /** Calls back with each connection that is made anew: what answers there may be another database than before. */
  onConnection(listener: () => void): void
  /** Takes note of how large the tables have become, so that statements are planned for what is there. */
  analyse(): Promise<void>
  /** A tar of everything to start other databases from; only the embedded one has it. */
  dump(): Promise<Uint8Array>
  close(): Promise<void>
}

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
