import type { Room } from '@wardline/events'
import type { LogEntry } from '@wardline/sync/server'

/** Entries kept per room, to bound memory; more are read from the log. */
const PER_ROOM = 200

/** Entries pushed by the bus: they need not be read from the log unless one is missing before them. */
export class PushedEntries {
  readonly #byRoom = new Map<Room, LogEntry[]>()

  add(entries: readonly LogEntry[]): void {
    for (const entry of entries) {
      const entriesOfRoom = this.#byRoom.get(entry.room) ?? []
      this.#byRoom.set(entry.room, entriesOfRoom)
      if (entriesOfRoom.length < PER_ROOM) entriesOfRoom.push(entry)
    }
  }

  /** Removes and returns the entries contiguous after an offset; null when there is none, or when the log has to be read. */
  take(room: Room, after: number): readonly LogEntry[] | null {
    const next = (this.#byRoom.get(room) ?? []).filter(({ seq }) => seq > after)
    const isContiguous = next.every(({ seq }, index) => seq === after + 1 + index)
    if (!isContiguous || next.length === 0 || next.length >= PER_ROOM) return null
    this.#byRoom.delete(room)
    return next
  }

  /** Drops the entries of a room that is read from the log. */
  drop(room: Room): void {
    this.#byRoom.delete(room)
  }

  clear(): void {
    this.#byRoom.clear()
  }
}
