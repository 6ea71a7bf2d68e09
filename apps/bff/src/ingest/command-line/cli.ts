import { createInterface } from 'node:readline/promises'
import { nativePasswords } from '../../auth/native-passwords.ts'
import { withDatabase } from '../../cli/with-database.ts'
import { Refusal } from '../../commands/refusal.ts'
import { openCore } from '../../composition/services.ts'
import { type Env, InvalidSetting, readEnv } from '../../config/env.ts'
import { FolderInUse } from '../../database/data-folder.ts'
import { openLog } from '../../observability/log.ts'
import { openMetrics } from '../../observability/metrics.ts'
import { provenanceIn } from '../../record/provenance.ts'
import { filesIn, type ImportFile } from '../files/import-files.ts'
import { type ImportListener, importFiles } from '../import/import.ts'
import type { ImportCounts } from '../import/import-types.ts'
import { importerIn } from '../import/importer.ts'
import { type ImportArguments, InvalidArguments, readArguments, USAGE } from './arguments.ts'
import { importSummary, progressBar, reportFile } from './progress-output.ts'
import { ImportRefused, importRemotely } from './remote-import.ts'

/** Imports directly into the database: a PostgreSQL server, or a data folder that no other process uses. */
const importDirectly = (
  env: Env,
  files: readonly ImportFile[],
  options: ImportArguments,
  listener: ImportListener,
): Promise<ImportCounts> =>
  withDatabase(env, async (database) => {
    const core = await openCore(database, {
      logger: openLog('warn'),
      metrics: openMetrics(),
      passwords: nativePasswords,
      sessionMs: 60_000,
    })
    try {
      const admin = core.contextFor(await importerIn(core.staff), 'import')
      return await importFiles({ admin, provenanceOf: provenanceIn(database) }, files, options, listener)
    } finally {
      await core.close()
    }
  })

async function readPassword(user: string): Promise<string> {
  const fromEnvironment = process.env.WARDLINE_PASSWORD
  if (fromEnvironment) return fromEnvironment
  if (!process.stdin.isTTY)
    throw new ImportRefused(`Wardline is running on this data folder: set the password of ${user} in WARDLINE_PASSWORD.`)
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return await terminal.question(`Wardline is running on this data folder. Password of ${user}: `)
  } finally {
    terminal.close()
  }
}

async function importToServer(
  server: string,
  files: readonly ImportFile[],
  options: ImportArguments,
  listener: ImportListener,
): Promise<ImportCounts> {
  const progress = await importRemotely(
    { server, username: options.user, password: await readPassword(options.user) },
    files,
    options,
    listener,
  )
  if (progress.trouble) throw new ImportRefused(progress.trouble)
  return progress.counts
}

/** Exit code of an import that recorded what it could and set something aside. */
const SET_ASIDE = 2

async function run(argv: readonly string[]): Promise<void> {
  const options = readArguments(argv)
  const env = readEnv(process.env)
  const files = await filesIn(options.paths)
  if (files.length === 0) throw new InvalidArguments('No .json or .ndjson files found.')

  const bar = progressBar()
  const report = reportFile(options.report)
  const listener: ImportListener = { onScanned: bar.start, onProgress: bar.update, onSetAside: report.add }
  const startedAt = performance.now()
  const counts = await (options.server
    ? importToServer(options.server, files, options, listener)
    : importDirectly(env, files, options, listener).catch((error) => {
        if (!(error instanceof FolderInUse)) throw error
        return importToServer(`http://${env.host}:${env.port}`, files, options, listener)
      })
  ).finally(bar.stop)
  const seconds = (performance.now() - startedAt) / 1000
  console.log(`${importSummary(counts, options.dryRun)} · ${seconds.toFixed(1)} s`)
  if ((await report.close()) === 0) return
  console.log(`Resources set aside, with file, index, path and reason: ${options.report}`)
  process.exitCode = SET_ASIDE
}

const expectedErrors = [InvalidArguments, InvalidSetting, ImportRefused, Refusal]

try {
  await run(process.argv.slice(2))
} catch (error) {
  if (!expectedErrors.some((kind) => error instanceof kind) && (error as { code?: string }).code !== 'ENOENT') throw error
  console.error((error as Error).message)
  if (error instanceof InvalidArguments) console.error(`\n${USAGE}`)
  process.exitCode = 1
}
