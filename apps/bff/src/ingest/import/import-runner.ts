import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import type { Logger } from '../../observability/log.ts'
import type { ProvenanceOf } from '../../record/provenance.ts'
import type { ImportFile } from '../files/import-files.ts'
import { type ImportOptions, importFiles } from './import.ts'
import { type ImportStore, STOPPED } from './import-store.ts'
import type { ImportProgress, ImportStarter, SetAside } from './import-types.ts'

/** Maximum entries kept for the report: thousands of them have one cause in the source data. */
const REPORTED = 500
/** Interval of the progress updates, which other instances read. */
const TOLD_MS = 1_000

interface Running {
  progress: ImportProgress
  readonly setAside: SetAside[]
}

export interface ImportRunnerOptions {
  readonly originsOf: ProvenanceOf
  readonly book: ImportStore
  readonly logger: Logger
}

/**
 * Runs the imports uploaded to this instance one after the other, because parallel imports would contend for the same locks.
 * Progress is written to the import store, where every instance reads it.
 */
export function openImportRunner({ originsOf, book, logger }: ImportRunnerOptions): ImportStarter {
  const open = new Set<Running>()
  let queue: Promise<void> = Promise.resolve()
  let closing = false
  const unsaid = (error: unknown) => logger.warn({ err: error }, 'import progress could not be saved')
  const telling = setInterval(() => {
    for (const running of open) void book.say(running).catch(unsaid)
  }, TOLD_MS)

  async function run(running: Running, admin: AuthenticatedContext, files: readonly ImportFile[], options: ImportOptions) {
    const set = (change: Partial<ImportProgress>) => {
      running.progress = { ...running.progress, ...change }
    }
    if (closing) throw new DeskClosed()
    set({ state: 'surveying' })
    const counts = await importFiles({ admin, originsOf }, files, options, {
      surveyed: (total) => set({ state: 'running', total }),
      progressed(now) {
        // Stops between two batches; a repeated import skips the recorded resources.
        if (closing) throw new DeskClosed()
        set({ counts: now })
      },
      setAside(fault) {
        if (running.setAside.length < REPORTED) running.setAside.push(fault)
      },
    })
    set({ state: 'done', counts, finishedAt: admin.now().toISOString() })
  }
  function broken(running: Running, admin: AuthenticatedContext, error: unknown) {
    const { importId } = running.progress
    if (!(error instanceof DeskClosed)) logger.error({ err: error, importId }, 'import failed')
    const trouble = error instanceof DeskClosed ? STOPPED : `The import failed. See the server log for ${importId}.`
    running.progress = { ...running.progress, state: 'failed', trouble, finishedAt: admin.now().toISOString() }
  }
  /** Saves the final progress. If that fails, the import shows as failed after `STALE_MS` without updates. */
  async function over(running: Running) {
    open.delete(running)
    await book.say(running).catch(unsaid)
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
      const running: Running = { progress, setAside: [] }
      await book.begin(progress)
      open.add(running)
      queue = queue
        .then(() => run(running, admin, files, options))
        .catch((error) => broken(running, admin, error))
        .then(() => over(running))
        .then(done)
        .catch((error) => logger.warn({ err: error }, 'uploaded files could not be removed'))
      return progress
    },
    async close() {
      closing = true
      await queue
      clearInterval(telling)
    },
  }
}

class DeskClosed extends Error {
  override readonly name = 'DeskClosed'
}
