import type { Env } from '../config/env.ts'
import { claimDataFolder } from '../database/data-folder.ts'
import type { Database } from '../database/database.ts'
import { openDatabase } from '../database/open-database.ts'

/**
 * Work on the hospital's database from the command line; whoever works closes it. On a server the product goes on
 * meanwhile; an embedded database belongs to one process, so a running product refuses it.
 */
export async function withDatabase<Answer>(env: Env, work: (database: Database) => Promise<Answer>): Promise<Answer> {
  if (env.scaled) return work(await openDatabase({ url: env.scaled.databaseUrl }))
  const folder = claimDataFolder(env.dataDir)
  try {
    return await work(await openDatabase({ folder: env.dataDir }))
  } finally {
    folder.release()
  }
}
