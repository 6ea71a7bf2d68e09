import type { Bus } from '../../bus/bus.ts'
import type { Database } from '../../database/database.ts'
import { background } from '../../load/event-loop.ts'

/** Whoever paused a consumer on another instance says so; what is lost of it is found within this time. */
const LOOK_MS = 2_000

export interface ConsumerPause {
  readonly consumer: string
  readonly at: string
  readonly by: string
}

/** Consumers that somebody told to stand still, the same for every instance: the table says so, each process looks when it is told. */
export interface ConsumerPauses {
  /** As known now; what consumers ask before each step. */
  has(consumer: string): boolean
  list(): Promise<readonly ConsumerPause[]>
  pause(consumer: string, by: string): Promise<void>
  resume(consumer: string): Promise<void>
  /** Calls back when a consumer may go on again. Answers how to stop listening. */
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
  async function look(): Promise<void> {
    const before = paused
    paused = new Set((await list()).map(({ consumer }) => consumer))
    for (const consumer of before) if (!paused.has(consumer)) for (const listener of listeners) listener(consumer)
  }
  await look()
  const lookAgain = () => void look().catch(failed)
  const looking = background(setInterval(lookAgain, LOOK_MS))
  const stopListening = bus.subscribe('pausesChanged', lookAgain)
  async function changed(consumer: string): Promise<void> {
    await look()
    bus.publish('pausesChanged', { consumer })
  }

  return {
    has: (consumer) => paused.has(consumer),
    list,
    async pause(consumer, by) {
      await database.query(
        'consumer_pause',
        'INSERT INTO consumer_pause (consumer, at, by) VALUES ($1, $2, $3) ON CONFLICT (consumer) DO NOTHING',
        [consumer, now().toISOString(), by],
      )
      await changed(consumer)
    },
    async resume(consumer) {
      await database.query('consumer_resume', 'DELETE FROM consumer_pause WHERE consumer = $1', [consumer])
      await changed(consumer)
    },
    onResumed(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close() {
      clearInterval(looking)
      stopListening()
      listeners.clear()
    },
  }
}
