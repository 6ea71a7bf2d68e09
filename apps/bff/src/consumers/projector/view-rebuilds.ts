import { type View, type ViewRow, viewNamed } from '@wardline/events'
import { Refusal } from '../../commands/refusal.ts'
import type { Database } from '../../database/database.ts'
import type { Projector } from './projector.ts'

/** The last rebuild of a view, on whichever instance. */
export interface RebuildProgress {
  readonly view: string
  readonly instance: string
  readonly by: string
  readonly startedAt: string
  /** Rooms. */
  readonly done: number
  readonly total: number
  /** `silent`: its instance died during the rebuild, which has to be started again. */
  readonly state: 'running' | 'done' | 'failed' | 'silent'
  readonly finishedAt: string | null
}

/** Rebuilds views while the server runs. */
export interface ViewRebuilds {
  list(): Promise<readonly RebuildProgress[]>
  /** Throws Refusal NOT_IN_THIS_STATE while the view is being rebuilt on any instance. */
  start(view: string, by: string): Promise<void>
  /** Stops the rebuilds of this instance after their current room. */
  close(): Promise<void>
}

export interface ViewRebuildsOptions {
  readonly database: Database
  readonly projector: Pick<Projector, 'rebuild'>
  readonly instance: string
  readonly now: () => Date
  readonly failed: (error: unknown) => void
}

/** Interval of writing the progress. */
const PROGRESS_MS = 500
/** A rebuild without progress for this long has died; no room takes longer. */
const SILENT_MS = 60_000

interface Row extends Omit<RebuildProgress, 'startedAt' | 'finishedAt' | 'state'> {
  readonly startedAt: Date
  readonly seenAt: Date
  readonly finishedAt: Date | null
  readonly failed: boolean
}

export function openViewRebuilds({ database, projector, instance, now, failed }: ViewRebuildsOptions): ViewRebuilds {
  const running = new Set<Promise<void>>()
  let closing = false

  const silentSince = () => new Date(now().getTime() - SILENT_MS)
  function stateOf({ finishedAt, failed: hasFailed, seenAt }: Row): RebuildProgress['state'] {
    if (finishedAt) return hasFailed ? 'failed' : 'done'
    return seenAt < silentSince() ? 'silent' : 'running'
  }

  async function saveProgress(view: string, done: number, total: number): Promise<void> {
    await database.query('rebuild_at', 'UPDATE rebuild SET done = $2, total = $3, seen_at = $4 WHERE view = $1 AND instance = $5', [
      view,
      done,
      total,
      now().toISOString(),
      instance,
    ])
  }
  async function end(view: string, hasFailed: boolean): Promise<void> {
    await database.query(
      'rebuild_end',
      'UPDATE rebuild SET finished_at = $2, seen_at = $2, failed = $3 WHERE view = $1 AND instance = $4',
      [view, now().toISOString(), hasFailed, instance],
    )
  }

  async function run(view: View<ViewRow>, by: string): Promise<void> {
    let progress = { done: 0, total: 0 }
    // Written by time, not per room: a thousand small rooms must not take a thousand statements.
    const timer = setInterval(() => void saveProgress(view.name, progress.done, progress.total).catch(failed), PROGRESS_MS)
    try {
      await projector.rebuild(
        view,
        by,
        (done, total) => {
          progress = { done, total }
        },
        () => closing,
      )
      clearInterval(timer)
      await saveProgress(view.name, progress.done, progress.total)
      await end(view.name, progress.done < progress.total)
    } catch (error) {
      failed(error)
      await end(view.name, true)
    } finally {
      clearInterval(timer)
    }
  }

  return {
    async list() {
      const rows = await database.query<Row>(
        'rebuilds',
        `SELECT view, instance, by, started_at AS "startedAt", done, total, seen_at AS "seenAt", finished_at AS "finishedAt", failed
         FROM rebuild ORDER BY view`,
      )
      return rows.map((row) => ({
        view: row.view,
        instance: row.instance,
        by: row.by,
        startedAt: row.startedAt.toISOString(),
        done: row.done,
        total: row.total,
        state: stateOf(row),
        finishedAt: row.finishedAt?.toISOString() ?? null,
      }))
    },
    async start(name, by) {
      const view = viewNamed(name)
      if (!view) throw new Refusal('NOT_FOUND')
      const claimed = await database.query(
        'rebuild_start',
        `INSERT INTO rebuild (view, instance, by, started_at, done, total, seen_at, finished_at, failed)
         VALUES ($1, $2, $3, $4, 0, 0, $4, NULL, false)
         ON CONFLICT (view) DO UPDATE SET instance = excluded.instance, by = excluded.by, started_at = excluded.started_at,
           done = 0, total = 0, seen_at = excluded.seen_at, finished_at = NULL, failed = false
         WHERE rebuild.finished_at IS NOT NULL OR rebuild.seen_at < $5
         RETURNING view`,
        [name, instance, by, now().toISOString(), silentSince().toISOString()],
      )
      if (claimed.length === 0) throw new Refusal('NOT_IN_THIS_STATE')
      const task = run(view, by).catch(failed)
      running.add(task)
      void task.finally(() => running.delete(task))
    },
    async close() {
      closing = true
      await Promise.all(running)
    },
  }
}
