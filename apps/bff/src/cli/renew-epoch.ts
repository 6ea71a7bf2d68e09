import { renewEpoch, resolveEpoch } from '../record/log/epoch.ts'
import { command } from './run-cli.ts'
import { withDatabase } from './with-database.ts'

/** After a data folder was put back as it was: positions that screens know may mean other events now (RT7). */
await command((_, env) =>
  withDatabase(env, async (database) => {
    try {
      await renewEpoch(database, (await resolveEpoch(database)).epoch)
      console.log('A new epoch has begun: every screen reads its lists anew.')
    } finally {
      await database.close()
    }
  }),
)
