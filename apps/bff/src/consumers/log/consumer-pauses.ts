import { unref } from '@wardline/sync/server'
import type { Bus } from '../../bus/bus.ts'
import type { Database } from '../../database/database.ts'

/** Polling interval: bounds the delay when the signal of a change on another instance is lost. */
const POLL_MS = 2_000

export interface ConsumerPause {
  readonly consumer: string
  readonly at: string
  readonly by: string
}

/** Paused consumers, shared by all instances through a table that each one reads again when signalled. */
export interface ConsumerPauses {
  /** Returns whether the consumer is paused, from memory; checked before each step. */
  isPaused(consumer: string): boolean
  list(): Promise<readonly ConsumerPause[]>
  pause(consumer: string, by: string): Promise<void>
  resume(consumer: string): Promise<void>
  /** Calls the listener when a consumer is resumed. Returns a function that removes it. */
  onResumed(listener: (consumer: string) => void): () => void
  close(): void
}

export async function openConsumerPauses(
  database: Database,
  bus: Pick<Bus, 'publish' | 'subscribe'>,
  now: () => Date,
  failed: (error: unknown) => void,
): Promise<ConsumerPauses> {
  let paused: ReadonlySet<string> = new Set()
  const listeners = new Set<(consumer: string) => void>()

  async function list(): Promise<readonly ConsumerPause[]> {
    const rows = await database.query<{ consumer: string; at: Date; by: string }>(
      'consumer_pauses',
      'SELECT consumer, at, by FROM consumer_pause ORDER BY consumer',
    )
    return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
  }
  async function refresh(): Promise<void> {
    const before = paused
    paused = new Set((await list()).map(({ consumer }) => consumer))
    for (const consumer of before) if (!paused.has(consumer)) for (const listener of listeners) listener(consumer)
  }
  await refresh()
  const refreshInBackground = () => void refresh().catch(failed)
  const timer = unref(setInterval(refreshInBackground, POLL_MS))
  const stopListening = bus.subscribe('pausesChanged', refreshInBackground)
  async function publishChange(consumer: string): Promise<void> {
    await refresh()
    bus.publish('pausesChanged', { consumer })
  }

  return {
    isPaused: (consumer) => paused.has(consumer),
    list,
    async pause(consumer, by) {
      await database.query(
        'consumer_pause',
        'INSERT INTO consumer_pause (consumer, at, by) VALUES ($1, $2, $3) ON CONFLICT (consumer) DO NOTHING',
        [consumer, now().toISOString(), by],
      )
      await publishChange(consumer)
    },
    async resume(consumer) {
      await database.query('consumer_resume', 'DELETE FROM consumer_pause WHERE consumer = $1', [consumer])
      await publishChange(consumer)
    },
    onResumed(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close() {
      clearInterval(timer)
      stopListening()
      listeners.clear()
    },
  }
}
