import { PGlite, type PGliteOptions } from '@electric-sql/pglite'
import { drizzle } from 'drizzle-orm/pglite'
import type { Database } from '../database.ts'
import { noopLocks } from '../locks.ts'
import { PLANNER_SETTINGS } from '../planner-settings.ts'
import { type Migration, migrateInProcess } from './migrations.ts'
import { PreparedStatements } from './statements.ts'

export interface InProcessOptions {
  readonly migrations: readonly Migration[]
  /** Where the data lives, as PGlite names it (`idb://name`); in memory when absent. */
  readonly dataDir?: string
  /** A dump to start from. */
  readonly snapshot?: Blob
}

/** The database of this thread, in Node and in a browser alike. */
export interface InProcessDatabase extends Database {
  /** Runs statements without parameters, one after the other. */
  exec(sql: string): Promise<void>
}

/** INT8, and its array: numbers of rooms stay far below 2^53. */
const INT8 = 20
const parsers = { [INT8]: Number } satisfies PGliteOptions['parsers']

/** Opens PostgreSQL in this thread and brings its tables up to date. */
export async function openInProcessDatabase({ migrations, dataDir, snapshot }: InProcessOptions): Promise<InProcessDatabase> {
  const pglite = await PGlite.create({
    startParams: [...PGlite.defaultStartParams, ...PLANNER_SETTINGS.flatMap((setting) => ['-c', setting])],
    parsers,
    // A page that closes early may lose its last statements; each write would wait for IndexedDB otherwise.
    relaxedDurability: true,
    ...(dataDir ? { dataDir } : {}),
    ...(snapshot ? { loadDataDir: snapshot } : {}),
  })
  const orm = drizzle(pglite)
  await migrateInProcess(orm, migrations)
  const statements = new PreparedStatements(pglite)
  const exec = async (sql: string) => void (await pglite.exec(sql))

  return {
    orm,
    exec,
    isServer: false,
    locks: noopLocks,
    onConnection: () => undefined,
    analyse: () => exec('ANALYZE'),
    query: (name, text, values = []) => statements.run(name, text, values),
    dump: async () => new Uint8Array(await (await pglite.dumpDataDir('none')).arrayBuffer()),
    close: () => pglite.close(),
  }
}
