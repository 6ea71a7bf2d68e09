import type { Database } from '../../database/database.ts'
import type { ImportProgress, ImportReport, SetAside } from './import-types.ts'

/** Number of imports kept and listed; older ones are deleted. */
const MAX_KEPT = 20
/** Age of the last update after which an import counts as stopped; a running import updates every second. */
const STALE_MS = 60_000

export const STOPPED_MESSAGE = 'The server was stopped. Run the import again to continue.'

interface Row {
  readonly progress: ImportProgress
  readonly seenAt: Date
}

/** Imports of all instances with their progress. */
export interface ImportStore {
  create(progress: ImportProgress): Promise<void>
  /** Saves the progress of a running import. */
  saveProgress(report: ImportReport): Promise<void>
  /** Newest first. */
  list(): Promise<readonly ImportProgress[]>
  report(importId: string): Promise<ImportReport | null>
}

export function importStoreIn(database: Database, now: () => Date): ImportStore {
  /** Marks an import as failed when its instance stopped without saving a result. */
  function withStaleness({ progress, seenAt }: Row): ImportProgress {
    if (progress.finishedAt !== null || now().getTime() - seenAt.getTime() < STALE_MS) return progress
    return { ...progress, state: 'failed', trouble: STOPPED_MESSAGE, finishedAt: seenAt.toISOString() }
  }

  return {
    async create(progress) {
      await database.query(
        'import_begun',
        `INSERT INTO import_run (import_id, started_at, seen_at, progress, set_aside) VALUES ($1, $2, $3, $4, '[]')`,
        [progress.importId, progress.startedAt, now().toISOString(), JSON.stringify(progress)],
      )
      await database.query(
        'imports_forgotten',
        `DELETE FROM import_run WHERE import_id IN
           (SELECT import_id FROM import_run ORDER BY started_at DESC, import_id DESC OFFSET ${MAX_KEPT})`,
      )
    },
    async saveProgress({ progress, setAside }) {
      await database.query(
        'import_at',
        // Ignores updates that arrive after the final one.
        'UPDATE import_run SET progress = $2, set_aside = $3, seen_at = $4, finished_at = $5 WHERE import_id = $1 AND finished_at IS NULL',
        [progress.importId, JSON.stringify(progress), JSON.stringify(setAside), now().toISOString(), progress.finishedAt],
      )
    },
    async list() {
      const rows = await database.query<Row>(
        'imports',
        `SELECT progress, seen_at AS "seenAt" FROM import_run ORDER BY started_at DESC, import_id DESC LIMIT ${MAX_KEPT}`,
      )
      return rows.map(withStaleness)
    },
    async report(importId) {
      const [row] = await database.query<Row & { readonly setAside: readonly SetAside[] }>(
        'import_report',
        'SELECT progress, seen_at AS "seenAt", set_aside AS "setAside" FROM import_run WHERE import_id = $1',
        [importId],
      )
      return row ? { progress: withStaleness(row), setAside: row.setAside } : null
    },
  }
}
