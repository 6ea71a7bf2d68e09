import { viewNamed, views } from '@wardline/events'
import { SingleBar } from 'cli-progress'
import { nativePasswords } from '../auth/native-passwords.ts'
import { openCore } from '../composition/services.ts'
import { openLog } from '../observability/log.ts'
import { openMetrics } from '../observability/metrics.ts'
import { InvalidCommand, runCommand } from './run-cli.ts'
import { withDatabase } from './with-database.ts'

const USAGE = `Usage: npm run rebuild -- <view> [<view> …] | all

Rebuilds the rows of a view from the whole log, in the data folder (DATA_DIR) or on the server (DATABASE_URL).
Views: ${views.map(({ name }) => name).join(', ')}
`

function viewsNamed(names: readonly string[]) {
  if (names.length === 0) throw new InvalidCommand(USAGE)
  if (names.length === 1 && names[0] === 'all') return views
  return names.map((name) => {
    const view = viewNamed(name)
    if (!view) throw new InvalidCommand(`Unknown view: ${name}.\n\n${USAGE}`)
    return view
  })
}

await runCommand(async (args, env) => {
  const selected = viewsNamed(args)
  await withDatabase(env, async (database) => {
    const core = await openCore(database, {
      logger: openLog('warn'),
      metrics: openMetrics(),
      passwords: nativePasswords,
      sessionMs: 60_000,
    })
    const bar = new SingleBar({ format: '{view} {bar} {percentage}%  {value}/{total} rooms  {eta_formatted} left', hideCursor: true })
    try {
      for (const view of selected) {
        let rooms = 0
        bar.start(0, 0, { view: view.name })
        await core.projector.rebuild(view, 'rebuild', (done, total) => {
          rooms = total
          bar.setTotal(total)
          bar.update(done, { view: view.name })
        })
        bar.stop()
        console.log(`${view.name}: rebuilt ${rooms} rooms`)
      }
    } finally {
      bar.stop()
      await core.close()
    }
  })
})
