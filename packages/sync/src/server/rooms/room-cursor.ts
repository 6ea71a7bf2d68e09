import { isUrgent } from '@wardline/events'
import { type LogEntry, numbered, type RoomHead } from '../log/positions.ts'

/** How far a room's log was sent to its members, and the entries to send next, in order. */
export class RoomCursor {
  /** The last entry sent; null until the log was first read for a subscriber. */
  head: RoomHead | null = null
  /** Known entries that were not sent yet, in order. */
  #pending: LogEntry[] = []
  /** The log holds more than `#pending`. */
  isBehind = false

  /** The log was read up to `head` for a subscriber; a cursor without a position starts there. */
  begin(head: RoomHead): void {
    if (this.head) return
    this.head = head
    const later = this.#pending.filter(({ seq }) => seq > head.seq)
    const isContinuous = later[0]?.seq === head.seq + 1
    this.#pending = isContinuous ? later : []
    if (!isContinuous && later.length > 0) this.isBehind = true
  }

  /** The log has another epoch, or no longer holds the next entry (RT7). */
  reset(): void {
    this.head = null
    this.#pending = []
  }

  /** Continues from the head, unless a subscriber that entered in between began already. */
  restart(head: RoomHead): void {
    this.head ??= head
    this.isBehind = true
  }

  /** Takes an entry from the bus; repeated and reordered entries do no harm. */
  offer(entry: LogEntry): void {
    const known = this.#pending.at(-1)?.seq ?? this.head?.seq ?? null
    if (known !== null && entry.seq <= known) return
    if (known === null || entry.seq === known + 1) this.#pending.push(entry)
    else this.isBehind = true
  }

  /** Whether the pending entries go before those of other rooms (RT21). */
  get isUrgent(): boolean {
    return this.#pending.some(({ event }) => isUrgent(event.type))
  }
  get isReady(): boolean {
    return this.head !== null && this.#pending.length > 0
  }

  /** Returns the pending entries, which count as sent from now on. */
  takePending(): readonly LogEntry[] {
    if (!this.head) return []
    const entries = this.#pending
    this.#pending = []
    for (const { audiences } of entries) this.head = numbered(this.head, audiences).head
    return entries
  }
}
