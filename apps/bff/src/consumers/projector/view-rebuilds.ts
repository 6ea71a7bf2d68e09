import { type View, type ViewRow, viewNamed } from '@wardline/events'
import { Refusal } from '../../commands/refusal.ts'
import type { Database } from '../../database/database.ts'
import type { Projector } from './projector.ts'

/** The last rebuild of a view, wherever it runs or ran. */
export interface RebuildProgress {
  readonly view: string
  readonly instance: string
  readonly by: string
  readonly startedAt: string
  /** Rooms. */
  readonly done: number
  readonly total: number
  /** `silent`: its process ended on the way; starting it again begins anew. */
  readonly state: 'running' | 'done' | 'failed' | 'silent'
  readonly finishedAt: string | null
}

/** Where views are made anew while the product runs. */
export interface ViewRebuilds {
  list(): Promise<readonly RebuildProgress[]>
  /** Refused while the same view is being made anew anywhere. */
  start(view: string, by: string): Promise<void>
  /** Resolves when what runs here has come to its next stop. */
  close(): Promise<void>
}

export interface ViewRebuildsOptions {
  readonly database: Database
  readonly projector: Pick<Projector, 'rebuild'>
  readonly instance: string
  readonly now: () => Date
  readonly failed: (error: unknown) => void
}

/** How often the others are told how far it is. */
const TOLD_MS = 500
/** A rebuild that said nothing for so long is not running any more: its longest room takes less. */
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
  function stateOf({ finishedAt, failed: broke, seenAt }: Row): RebuildProgress['state'] {
    if (finishedAt) return broke ? 'failed' : 'done'
    return seenAt < silentSince() ? 'silent' : 'running'
  }

  async function say(view: string, done: number, total: number): Promise<void> {
    await database.query('rebuild_at', 'UPDATE rebuild SET done = $2, total = $3, seen_at = $4 WHERE view = $1 AND instance = $5', [
      view,
      done,
      total,
      now().toISOString(),
      instance,
    ])
  }
  async function end(view: string, broke: boolean): Promise<void> {
    await database.query(
      'rebuild_end',
      'UPDATE rebuild SET finished_at = $2, seen_at = $2, failed = $3 WHERE view = $1 AND instance = $4',
      [view, now().toISOString(), broke, instance],
    )
  }

  async function run(view: View<ViewRow>, by: string): Promise<void> {
    let at = { done: 0, total: 0 }
    // Said by the clock and not by the room: a thousand small rooms are not a thousand statements.
    const telling = setInterval(() => void say(view.name, at.done, at.total).catch(failed), TOLD_MS)
    try {
      await projector.rebuild(
        view,
        by,
        (done, total) => {
          at = { done, total }
        },
        () => closing,
      )
      clearInterval(telling)
      await say(view.name, at.done, at.total)
      await end(view.name, at.done < at.total)
    } catch (error) {
      failed(error)
      await end(view.name, true)
    } finally {
      clearInterval(telling)
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
      const going = run(view, by).catch(failed)
      running.add(going)
      void going.finally(() => running.delete(going))
    },
    async close() {
      closing = true
      await Promise.all(running)
    },
  }
}
