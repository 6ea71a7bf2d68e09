import type { Room } from '@wardline/events'
import type { RoomLogReader } from '@wardline/sync/server'
import type { RoomBatch } from './batch.ts'
import type { PushedEntries } from './pushed-entries.ts'
import type { RoomPositions } from './room-positions.ts'

/** Entries of a room per batch: a long import takes few statements, and each stays short. */
export const ENTRIES_PER_BATCH = 200

export interface BatchSources {
  readonly positions: RoomPositions
  readonly pushed: PushedEntries
  readonly log: Pick<RoomLogReader, 'read'>
}

/** Returns the next entries of each room, pushed by the bus or read from the log, without rooms that have none. */
export async function nextBatches({ positions, pushed, log }: BatchSources, rooms: readonly Room[]): Promise<readonly RoomBatch[]> {
  const batches: RoomBatch[] = []
  const cached = rooms.filter((room) => positions.isKnown(room))
  // A copy: a sweep or another epoch changes the positions while statements run.
  const from = new Map(await positions.of(rooms))
  const isUnpushed = (room: Room) => {
    const at = from.get(room) ?? 0
    const entries = pushed.take(room, at)
    if (entries) batches.push({ room, from: at, entries })
    return entries === null
  }
  const unpushed = new Set(rooms.filter(isUnpushed))
  // Another instance may have processed the entries that are missing before the pushed ones.
  for (const [room, at] of await positions.read(cached.filter((room) => unpushed.has(room)))) from.set(room, at)
  const unread = new Map([...unpushed].filter(isUnpushed).map((room) => [room, from.get(room) ?? 0]))
  if (unread.size === 0) return batches
  for (const room of unread.keys()) pushed.drop(room)
  const read = await log.read(unread, ENTRIES_PER_BATCH)
  for (const [room, at] of unread) {
    const entries = read.get(room)?.entries ?? []
    if (entries.length > 0) batches.push({ room, from: at, entries })
  }
  return batches
}
