import { setImmediate as turn } from 'node:timers/promises'
import { nativePasswords } from '../auth/native-passwords.ts'
import { connectNats } from '../bus/nats.ts'
import { natsBus } from '../bus/nats-bus.ts'
import { newId } from '../commands/ids.ts'
import type { Env } from '../config/env.ts'
import { staffIn } from '../database/staff.ts'
import { askPassword } from './ask-password.ts'
import { command } from './run-cli.ts'
import { readStaffCommand } from './staff-arguments.ts'
import { atStaffDesk } from './staff-commands.ts'
import { withDatabase } from './with-database.ts'

/** Running processes close the screens of whoever may not see them any more (RT10); without them there is nobody to tell. */
async function tellProcesses(scaled: NonNullable<Env['scaled']>, userIds: ReadonlySet<string>): Promise<void> {
  const nats = await connectNats({ url: scaled.natsUrl, name: 'wardline staff' }).catch(() => null)
  if (!nats) return console.error('NATS cannot be reached: screens that are open hear of it when they ask for something.')
  const bus = natsBus(nats, console.error)
  for (const userId of userIds) bus.publish('staffChanged', { userId })
  // It leaves in a later turn.
  await turn()
  await bus.close()
  await nats.close()
}

await command((typed, env) => {
  const asked = readStaffCommand(typed)
  return withDatabase(env, async (database) => {
    const changed = new Set<string>()
    try {
      const staff = staffIn(database, nativePasswords, (userId) => changed.add(userId))
      await atStaffDesk({ staff, newId, askPassword, say: console.log }, asked)
    } finally {
      await database.close()
    }
    if (env.scaled && changed.size > 0) await tellProcesses(env.scaled, changed)
  })
})
