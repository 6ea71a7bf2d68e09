import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import type { Logger } from '../../observability/log.ts'
import type { ProvenanceOf } from '../../record/provenance.ts'
import type { ImportFile } from '../files/import-files.ts'
import { type ImportOptions, importFiles } from './import.ts'
import { type ImportStore, STOPPED_MESSAGE } from './import-store.ts'
import type { ImportProgress, ImportStarter, SetAside } from './import-types.ts'

/** Maximum entries kept for the report: thousands of them have one cause in the source data. */
const MAX_REPORTED = 500
/** Interval of the progress updates, which other instances read. */
const PROGRESS_INTERVAL_MS = 1_000

interface RunningImport {
  progress: ImportProgress
  readonly setAside: SetAside[]
}

export interface ImportRunnerOptions {
  readonly provenanceOf: ProvenanceOf
  readonly book: ImportStore
  readonly logger: Logger
}

/**
 * Runs the imports uploaded to this instance one after the other, because parallel imports would contend for the same locks.
 * Progress is written to the import store, where every instance reads it.
 */
export function openImportRunner({ provenanceOf, book, logger }: ImportRunnerOptions): ImportStarter {
  const openImports = new Set<RunningImport>()
  let queue: Promise<void> = Promise.resolve()
  let isClosing = false
  const onSaveError = (error: unknown) => logger.warn({ err: error }, 'import progress could not be saved')
  const progressTimer = setInterval(() => {
    for (const running of openImports) void book.saveProgress(running).catch(onSaveError)
  }, PROGRESS_INTERVAL_MS)

  async function run(running: RunningImport, admin: AuthenticatedContext, files: readonly ImportFile[], options: ImportOptions) {
    const update = (change: Partial<ImportProgress>) => {
      running.progress = { ...running.progress, ...change }
    }
    if (isClosing) throw new RunnerClosed()
    update({ state: 'surveying' })
    const counts = await importFiles({ admin, provenanceOf }, files, options, {
      onScanned: (total) => update({ state: 'running', total }),
      onProgress(now) {
        // Stops between two batches; a repeated import skips the recorded resources.
        if (isClosing) throw new RunnerClosed()
        update({ counts: now })
      },
      onSetAside(fault) {
        if (running.setAside.length < MAX_REPORTED) running.setAside.push(fault)
      },
    })
    update({ state: 'done', counts, finishedAt: admin.now().toISOString() })
  }
  function fail(running: RunningImport, admin: AuthenticatedContext, error: unknown) {
    const { importId } = running.progress
    if (!(error instanceof RunnerClosed)) logger.error({ err: error, importId }, 'import failed')
    const trouble = error instanceof RunnerClosed ? STOPPED_MESSAGE : `The import failed. See the server log for ${importId}.`
    running.progress = { ...running.progress, state: 'failed', trouble, finishedAt: admin.now().toISOString() }
  }
  /** Saves the final progress. If that fails, the import shows as failed after `STALE_MS` without updates. */
  async function finish(running: RunningImport) {
    openImports.delete(running)
    await book.saveProgress(running).catch(onSaveError)
  }

  return {
    list: book.list,
    report: book.report,
    async start(admin, files, options, done) {
      const progress: ImportProgress = {
        importId: admin.newId(),
        by: admin.actor.name,
        startedAt: admin.now().toISOString(),
        finishedAt: null,
        state: 'waiting',
        dryRun: options.dryRun,
        files: files.map(({ name }) => name),
        total: null,
        counts: { read: 0, created: 0, updated: 0, unchanged: 0, failed: 0 },
        trouble: null,
      }
      const running: RunningImport = { progress, setAside: [] }
      await book.create(progress)
      openImports.add(running)
      queue = queue
        .then(() => run(running, admin, files, options))
        .catch((error) => fail(running, admin, error))
        .then(() => finish(running))
        .then(done)
        .catch((error) => logger.warn({ err: error }, 'uploaded files could not be removed'))
      return progress
    },
    async close() {
      isClosing = true
      await queue
      clearInterval(progressTimer)
    },
  }
}

class RunnerClosed extends Error {
  override readonly name = 'RunnerClosed'
}
