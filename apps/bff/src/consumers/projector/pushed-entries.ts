import type { Room } from '@wardline/events'
import type { LogEntry } from '@wardline/sync/server'

/** More than this of one room is read from the log when its turn comes: what waits must not fill the memory. */
const PER_ROOM = 200

/** Entries that the bus brought along: they need not be read, as long as none is missing before them. */
export class PushedEntries {
  readonly #byRoom = new Map<Room, LogEntry[]>()

  note(entries: readonly LogEntry[]): void {
    for (const entry of entries) {
      const known = this.#byRoom.get(entry.room) ?? []
      this.#byRoom.set(entry.room, known)
      if (known.length < PER_ROOM) known.push(entry)
    }
  }

  /** What joins on after a position, or null when the log has to be read. Everything else of the room is forgotten. */
  take(room: Room, after: number): readonly LogEntry[] | null {
    const known = (this.#byRoom.get(room) ?? []).filter(({ seq }) => seq > after)
    this.#byRoom.delete(room)
    const joinsOn = known.every(({ seq }, index) => seq === after + 1 + index)
    return joinsOn && known.length > 0 && known.length < PER_ROOM ? known : null
  }

  clear(): void {
    this.#byRoom.clear()
  }
}
