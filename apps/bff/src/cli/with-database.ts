import type { Env } from '../config/env.ts'
import { claimDataFolder } from '../database/data-folder.ts'
import type { Database } from '../database/database.ts'
import { openDatabase } from '../database/open-database.ts'

/**
 * Runs work on the hospital's database from the command line; the work closes it. A database server may be used while the
 * server runs; an embedded database belongs to one process. Throws FolderInUse while another process has it.
 */
export async function withDatabase<Result>(env: Env, work: (database: Database) => Promise<Result>): Promise<Result> {
  if (env.scaled) return work(await openDatabase({ url: env.scaled.databaseUrl }))
  const folder = claimDataFolder(env.dataDir)
  try {
    return await work(await openDatabase({ folder: env.dataDir }))
  } finally {
    folder.release()
  }
}
