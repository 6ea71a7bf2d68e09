import type { Logger } from '../platform/log.ts'
import type { SignedIn } from '../platform/signed-in.ts'
import type { OriginsOf } from '../record/origins.ts'
import type { ImportProgress, ImportReport, ImportStarter, SetAside } from './desk.ts'
import type { ImportFile } from './files.ts'
import { type ImportOptions, importFiles } from './import.ts'

/** The administrator reads the first ones on the page; thousands of them are one mistake in the source. */
const REPORTED = 500
/** Imports that the page lists. */
const REMEMBERED = 20

interface Running {
  progress: ImportProgress
  readonly setAside: SetAside[]
}

export interface DeskParts {
  readonly originsOf: OriginsOf
  readonly logger: Logger
}

/** Runs uploaded imports one after the other: two at once would only wait for each other's turn at the record. */
export function openImportDesk({ originsOf, logger }: DeskParts): ImportStarter {
  const imports = new Map<string, Running>()
  let queue: Promise<void> = Promise.resolve()
  let closing = false

  async function run(running: Running, admin: SignedIn, files: readonly ImportFile[], options: ImportOptions) {
    const set = (change: Partial<ImportProgress>) => {
      running.progress = { ...running.progress, ...change }
    }
    if (closing) throw new DeskClosed()
    set({ state: 'surveying' })
    const counts = await importFiles({ admin, originsOf }, files, options, {
      surveyed: (total) => set({ state: 'running', total }),
      progressed(now) {
        // Between two batches nothing is half done; the next run goes on from here.
        if (closing) throw new DeskClosed()
        set({ counts: now })
      },
      setAside(fault) {
        if (running.setAside.length < REPORTED) running.setAside.push(fault)
      },
    })
    set({ state: 'done', counts, finishedAt: admin.now().toISOString() })
  }

  return {
    list: () => [...imports.values()].map(({ progress }) => progress).reverse(),
    report(importId): ImportReport | null {
      const running = imports.get(importId)
      return running ? { progress: running.progress, setAside: running.setAside } : null
    },
    start(admin, files, options, done) {
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
      imports.set(progress.importId, running)
      for (const old of [...imports.keys()].slice(0, -REMEMBERED)) imports.delete(old)
      queue = queue
        .then(() => run(running, admin, files, options))
        .catch((error) => {
          if (!(error instanceof DeskClosed)) logger.error({ err: error, importId: progress.importId }, 'an import ended early')
          const trouble =
            error instanceof DeskClosed
              ? 'The product was stopped; run it again to go on.'
              : `It ended early; the log has it under ${progress.importId}.`
          running.progress = { ...running.progress, state: 'failed', trouble, finishedAt: admin.now().toISOString() }
        })
        .then(done)
        .catch((error) => logger.warn({ err: error }, 'uploaded files were left behind'))
      return progress
    },
    close() {
      closing = true
      return queue
    },
  }
}

class DeskClosed extends Error {
  override readonly name = 'DeskClosed'
}
