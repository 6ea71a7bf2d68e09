import { renewEpoch, resolveEpoch } from '../record/log/epoch.ts'
import { runCommand } from './run-cli.ts'
import { withDatabase } from './with-database.ts'

/** Run after restoring a data folder from a backup: positions that clients know may refer to other events now (RT7). */
await runCommand((_, env) =>
  withDatabase(env, async (database) => {
    try {
      await renewEpoch(database, (await resolveEpoch(database)).epoch)
      console.log('Started a new epoch: every client refetches its lists.')
    } finally {
      await database.close()
    }
  }),
)
