import { setImmediate as turn } from 'node:timers/promises'
import { nativePasswords } from '../auth/native-passwords.ts'
import { connectNats } from '../bus/nats.ts'
import { natsBus } from '../bus/nats-bus.ts'
import { newId } from '../commands/ids.ts'
import type { Env } from '../config/env.ts'
import { staffIn } from '../database/staff.ts'
import { askPassword } from './ask-password.ts'
import { runCommand } from './run-cli.ts'
import { readStaffCommand } from './staff-arguments.ts'
import { runStaffCommand } from './staff-commands.ts'
import { withDatabase } from './with-database.ts'

/** Makes running instances check the rights of the changed users and close their sockets (RT10). */
async function notifyInstances(scaled: NonNullable<Env['scaled']>, userIds: ReadonlySet<string>): Promise<void> {
  const nats = await connectNats({ url: scaled.natsUrl, name: 'wardline staff' }).catch(() => null)
  if (!nats) return console.error('NATS is unreachable: open clients see the change with their next request.')
  const bus = natsBus(nats, console.error)
  for (const userId of userIds) bus.publish('staffChanged', { userId })
  // The bus publishes in a later turn of the event loop.
  await turn()
  await bus.close()
  await nats.close()
}

await runCommand((args, env) => {
  const staffCommand = readStaffCommand(args)
  return withDatabase(env, async (database) => {
    const changed = new Set<string>()
    try {
      const staff = staffIn(database, nativePasswords, (userId) => changed.add(userId))
      await runStaffCommand({ staff, newId, askPassword, print: console.log }, staffCommand)
    } finally {
      await database.close()
    }
    if (env.scaled && changed.size > 0) await notifyInstances(env.scaled, changed)
  })
})
