import { isUrgent } from '@wardline/events'
import { type LogEntry, numbered, type RoomHead } from '../../record/log/positions.ts'

/** How far a room was sent to its members, and what waits to be sent next, in order. */
export class RoomCursor {
  /** Where it stands; null until the log was first read for somebody. */
  head: RoomHead | null = null
  /** Entries that are known and not sent yet, in order. */
  #waiting: LogEntry[] = []
  /** The log has more than what waits here. */
  behind = false

  /** The log was read up to `head` for somebody; a stream that stood nowhere stands there now. */
  begin(head: RoomHead): void {
    if (this.head) return
    this.head = head
    const told = this.#waiting.filter(({ seq }) => seq > head.seq)
    const joinsOn = told[0]?.seq === head.seq + 1
    this.#waiting = joinsOn ? told : []
    if (!joinsOn && told.length > 0) this.behind = true
  }

  /** The log began anew, or has forgotten what comes next (RT7). */
  forget(): void {
    this.head = null
    this.#waiting = []
  }

  /** It goes on from the head; whoever came meanwhile may have begun it already. */
  restart(head: RoomHead): void {
    this.head ??= head
    this.behind = true
  }

  /** Entries that were told by the bus; out of order or twice does no harm. */
  offer(entry: LogEntry): void {
    const known = this.#waiting.at(-1)?.seq ?? this.head?.seq ?? null
    if (known !== null && entry.seq <= known) return
    if (known === null || entry.seq === known + 1) this.#waiting.push(entry)
    else this.behind = true
  }

  /** Whether what waits may not stand behind other rooms (RT21). */
  get urgent(): boolean {
    return this.#waiting.some(({ event }) => isUrgent(event.type))
  }
  get ready(): boolean {
    return this.head !== null && this.#waiting.length > 0
  }

  /** All that waits: from now on it counts as sent. */
  take(): readonly LogEntry[] {
    if (!this.head) return []
    const entries = this.#waiting
    this.#waiting = []
    for (const { audiences } of entries) this.head = numbered(this.head, audiences).head
    return entries
  }
}
