import type { Database } from '../../database/database.ts'
import type { ImportProgress, ImportReport, SetAside } from './import-types.ts'

/** Imports that the page lists; what was before is not kept. */
const REMEMBERED = 20
/** An import that said nothing for so long is not running any more: whoever runs one says so every second. */
const SILENT_MS = 60_000

export const STOPPED = 'The product was stopped; run it again to go on.'

interface Row {
  readonly progress: ImportProgress
  readonly seenAt: Date
}

/** The imports of every instance and how they go. */
export interface ImportStore {
  begin(progress: ImportProgress): Promise<void>
  /** The last word of who runs it. */
  say(report: ImportReport): Promise<void>
  /** Newest first. */
  list(): Promise<readonly ImportProgress[]>
  report(importId: string): Promise<ImportReport | null>
}

export function importStoreIn(database: Database, now: () => Date): ImportStore {
  /** What nobody runs any more ended early, though nobody came to say so. */
  function known({ progress, seenAt }: Row): ImportProgress {
    if (progress.finishedAt !== null || now().getTime() - seenAt.getTime() < SILENT_MS) return progress
    return { ...progress, state: 'failed', trouble: STOPPED, finishedAt: seenAt.toISOString() }
  }

  return {
    async begin(progress) {
      await database.query(
        'import_begun',
        `INSERT INTO import_run (import_id, started_at, seen_at, progress, set_aside) VALUES ($1, $2, $3, $4, '[]')`,
        [progress.importId, progress.startedAt, now().toISOString(), JSON.stringify(progress)],
      )
      await database.query(
        'imports_forgotten',
        `DELETE FROM import_run WHERE import_id IN
           (SELECT import_id FROM import_run ORDER BY started_at DESC, import_id DESC OFFSET ${REMEMBERED})`,
      )
    },
    async say({ progress, setAside }) {
      await database.query(
        'import_at',
        // A word that was overtaken by the last one says nothing any more.
        'UPDATE import_run SET progress = $2, set_aside = $3, seen_at = $4, finished_at = $5 WHERE import_id = $1 AND finished_at IS NULL',
        [progress.importId, JSON.stringify(progress), JSON.stringify(setAside), now().toISOString(), progress.finishedAt],
      )
    },
    async list() {
      const rows = await database.query<Row>(
        'imports',
        `SELECT progress, seen_at AS "seenAt" FROM import_run ORDER BY started_at DESC, import_id DESC LIMIT ${REMEMBERED}`,
      )
      return rows.map(known)
    },
    async report(importId) {
      const [row] = await database.query<Row & { readonly setAside: readonly SetAside[] }>(
        'import_report',
        'SELECT progress, seen_at AS "seenAt", set_aside AS "setAside" FROM import_run WHERE import_id = $1',
        [importId],
      )
      return row ? { progress: known(row), setAside: row.setAside } : null
    },
  }
}
