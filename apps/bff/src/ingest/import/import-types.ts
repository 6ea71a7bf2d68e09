import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import type { ImportFile } from '../files/import-files.ts'
import type { ImportOptions } from './import.ts'

export interface ImportCounts {
  readonly read: number
  readonly created: number
  readonly updated: number
  /** Here already in this very form. */
  readonly unchanged: number
  readonly failed: number
}

/** How an import goes, as the administrator's page and the terminal show it. */
export interface ImportProgress {
  readonly importId: string
  readonly by: string
  readonly startedAt: string
  readonly finishedAt: string | null
  /** `waiting` for another import, then `surveying` all files before the first resource goes in. */
  readonly state: 'waiting' | 'surveying' | 'running' | 'done' | 'failed'
  readonly dryRun: boolean
  readonly files: readonly string[]
  /** Resources of all files; null until they were looked through. */
  readonly total: number | null
  readonly counts: ImportCounts
  /** Why it ended early, in a sentence; null while all is well. */
  readonly trouble: string | null
}

/** A resource that was set aside: where it is and why, never what it says. */
export interface SetAside {
  readonly file: string
  /** Line of an NDJSON file or entry of a Bundle, from 0. */
  readonly index: number
  readonly resourceType: string | null
  readonly id: string | null
  readonly path: string
  readonly reason: string
}

export interface ImportReport {
  readonly progress: ImportProgress
  /** The first ones; `progress.counts.failed` says how many there are. */
  readonly setAside: readonly SetAside[]
}

/** Where imports are started and watched. */
export interface ImportRunner {
  /** Newest first, of every instance. */
  list(): Promise<readonly ImportProgress[]>
  report(importId: string): Promise<ImportReport | null>
}

/** What the upload door uses beside. */
export interface ImportStarter extends ImportRunner {
  /** Starts at once or after those before it. `done` is called when the files are no longer needed. */
  start(
    admin: AuthenticatedContext,
    files: readonly ImportFile[],
    options: ImportOptions,
    done: () => Promise<void>,
  ): Promise<ImportProgress>
  /** No import starts any more; resolves when the running one has come to its next stop. */
  close(): Promise<void>
}
