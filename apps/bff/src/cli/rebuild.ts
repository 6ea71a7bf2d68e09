import { viewNamed, views } from '@wardline/events'
import { SingleBar } from 'cli-progress'
import { nativePasswords } from '../auth/native-passwords.ts'
import { openCore } from '../composition/services.ts'
import { openLog } from '../observability/log.ts'
import { openMetrics } from '../observability/metrics.ts'
import { command, WrongCommand } from './run-cli.ts'
import { withDatabase } from './with-database.ts'

const USAGE = `Usage: npm run rebuild -- <view> [<view> …] | all

Makes the rows of a view anew from the whole log, in the data folder (DATA_DIR) or on the server (DATABASE_URL).
Views: ${views.map(({ name }) => name).join(', ')}
`

function viewsNamed(names: readonly string[]) {
  if (names.length === 0) throw new WrongCommand(USAGE)
  if (names.length === 1 && names[0] === 'all') return views
  return names.map((name) => {
    const view = viewNamed(name)
    if (!view) throw new WrongCommand(`There is no view called ${name}.\n\n${USAGE}`)
    return view
  })
}

await command(async (typed, env) => {
  const asked = viewsNamed(typed)
  await withDatabase(env, async (database) => {
    const core = await openCore(database, {
      logger: openLog('warn'),
      metrics: openMetrics(),
      passwords: nativePasswords,
      sessionMs: 60_000,
    })
    const bar = new SingleBar({ format: '{view} {bar} {percentage}%  {value}/{total} rooms  {eta_formatted} left', hideCursor: true })
    try {
      for (const view of asked) {
        let rooms = 0
        bar.start(0, 0, { view: view.name })
        await core.projector.rebuild(view, 'rebuild', (done, total) => {
          rooms = total
          bar.setTotal(total)
          bar.update(done, { view: view.name })
        })
        bar.stop()
        console.log(`${view.name}: ${rooms} rooms made anew`)
      }
    } finally {
      bar.stop()
      await core.close()
    }
  })
})
