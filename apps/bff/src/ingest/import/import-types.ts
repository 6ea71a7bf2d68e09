import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import type { ImportFile } from '../files/import-files.ts'
import type { ImportOptions } from './import.ts'

export interface ImportCounts {
  readonly read: number
  readonly created: number
  readonly updated: number
  /** Resources recorded before in the same form. */
  readonly unchanged: number
  readonly failed: number
}

/** Progress of an import, shown on the import page and on the terminal. */
export interface ImportProgress {
  readonly importId: string
  readonly by: string
  readonly startedAt: string
  readonly finishedAt: string | null
  /** `waiting` for another import, then `surveying` (scanning) all files before the first resource is recorded. */
  readonly state: 'waiting' | 'surveying' | 'running' | 'done' | 'failed'
  readonly dryRun: boolean
  readonly files: readonly string[]
  /** Number of resources in all files; null until the files were scanned. */
  readonly total: number | null
  readonly counts: ImportCounts
  /** Reason of the failure, in a sentence; null otherwise. */
  readonly trouble: string | null
}

/** A resource that was set aside: its position and the reason, never its content. */
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
  /** The first resources set aside; `progress.counts.failed` is the total. */
  readonly setAside: readonly SetAside[]
}

/** Read access to imports and their progress. */
export interface ImportRunner {
  /** Imports of all instances, newest first. */
  list(): Promise<readonly ImportProgress[]>
  report(importId: string): Promise<ImportReport | null>
}

/** Starts imports; used by the upload route. */
export interface ImportStarter extends ImportRunner {
  /** Queues an import. `done` is called when the files are no longer needed. */
  start(
    admin: AuthenticatedContext,
    files: readonly ImportFile[],
    options: ImportOptions,
    done: () => Promise<void>,
  ): Promise<ImportProgress>
  /** Starts no further import; resolves when the running one has finished its current batch. */
  close(): Promise<void>
}
