import type { Room } from '@wardline/events'
import type { LogEntry } from '@wardline/sync/server'

/** New entries of one room, in order and without holes. */
export interface RoomBatch {
  readonly room: Room
  /** Position before the first entry. */
  readonly from: number
  readonly entries: readonly LogEntry[]
}

/** Result of processing a batch. */
export interface Progress {
  /** The last entry processed. Before the end of the batch and without an error, another instance was faster. */
  readonly to: number
  /** Error of the entry after `to`; null when none failed. */
  readonly error: unknown
}

/** What one consumer does with the entries of its rooms. */
export interface BatchHandler {
  /**
   * Processes batches of several rooms, at least once: after a crash, or while another instance is at the same room, an
   * entry can come twice. A room that fails must not affect the others (RT14).
   */
  process(batches: readonly RoomBatch[]): Promise<ReadonlyMap<Room, Progress>>
  /** Returns the reason for the dead letter of an entry. */
  reasonOf(entry: LogEntry, error: unknown): string
  /** Advances past a dead-lettered entry, the only one of the batch, with as much of its effect as possible. */
  passOver?(batch: RoomBatch): Promise<void>
}

async function processInOrder({ from, entries }: RoomBatch, handle: (entry: LogEntry) => void | Promise<void>): Promise<Progress> {
  let to = from
  try {
    for (const entry of entries) {
      await handle(entry)
      to = entry.seq
    }
    return { to, error: null }
  } catch (error) {
    return { to, error }
  }
}

/** Returns the processing of a consumer that acts on single entries. The function must be idempotent by the event's id. */
export const eachEntry =
  (handle: (entry: LogEntry) => void | Promise<void>): BatchHandler['process'] =>
  async (batches) => {
    const progress = new Map<Room, Progress>()
    for (const batch of batches) progress.set(batch.room, await processInOrder(batch, handle))
    return progress
  }
