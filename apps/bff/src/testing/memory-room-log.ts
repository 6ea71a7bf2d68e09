import { audienceOfEvent, type ClinicalEvent, type Epoch, type Room, roomsOf } from '@wardline/events'
import { emptyHead, type LogEntry, maskOf, numbered, type RoomHead } from '../record/log/positions.ts'
import type { ReadOf, RoomLogReader } from '../record/log/room-log.ts'

/** The log in memory, numbered by the same rule as the tables: for properties that need thousands of runs. */
export class MemoryRoomLog implements RoomLogReader {
  readonly #rooms = new Map<Room, { head: RoomHead; entries: LogEntry[] }>()
  readonly #listeners: ((epoch: Epoch) => void)[] = []
  #lives = 1
  /** What is written in it, which a reader finds out when it asks. */
  written: Epoch
  epoch: Epoch
  /** Runs before an answer is given: where a test puts delays and other writers. */
  beforeAnswer: () => Promise<void> = async () => {}

  constructor(epoch = 'epoch-1' as Epoch) {
    this.epoch = epoch
    this.written = epoch
  }

  onNewLife(listener: (epoch: Epoch) => void): void {
    this.#listeners.push(listener)
  }

  async look(): Promise<void> {
    if (this.epoch === this.written) return
    this.epoch = this.written
    for (const listener of this.#listeners) listener(this.epoch)
  }

  async beginNewLife(): Promise<void> {
    this.#lives += 1
    if (this.written === this.epoch) this.written = `${this.epoch}-${this.#lives}` as Epoch
    await this.look()
  }

  /** A backup takes its place, under an epoch of its own unless somebody forgot that. */
  becomes(backup: MemoryRoomLog, epoch: Epoch): void {
    this.#rooms.clear()
    for (const [room, of] of backup.#rooms) this.#rooms.set(room, of)
    this.written = epoch
  }

  /** Commits an event to the rooms it names, or to these; answers its entries as the front door does. */
  append(event: ClinicalEvent, among: readonly Room[] = roomsOf(event)): readonly LogEntry[] {
    return among.map((room) => {
      const of = this.#rooms.get(room) ?? { head: emptyHead, entries: [] }
      const audiences = maskOf(audienceOfEvent(event))
      const { seq, prevs, head } = numbered(of.head, audiences)
      const entry: LogEntry = { room, seq, audiences, prevs, event }
      this.#rooms.set(room, { head, entries: [...of.entries, entry] })
      return entry
    })
  }

  /** Forgets entries below `low`, as retention does. */
  trim(room: Room, low: number): void {
    const of = this.#rooms.get(room)
    if (of) this.#rooms.set(room, { head: { ...of.head, low }, entries: of.entries.filter(({ seq }) => seq >= low) })
  }

  headOf(room: Room): RoomHead {
    return this.#rooms.get(room)?.head ?? emptyHead
  }

  async heads(rooms: readonly Room[]): Promise<ReadonlyMap<Room, RoomHead>> {
    const heads = new Map(rooms.map((room) => [room, this.headOf(room)]))
    await this.beforeAnswer()
    await this.look()
    return heads
  }

  async read(after: ReadonlyMap<Room, number>, limit: number): Promise<ReadonlyMap<Room, ReadOf>> {
    const answer = new Map(
      [...after].map(([room, seq]) => {
        const of = this.#rooms.get(room)
        return [room, { head: this.headOf(room), entries: of?.entries.filter((entry) => entry.seq > seq).slice(0, limit) ?? [] }]
      }),
    )
    await this.beforeAnswer()
    return answer
  }
}
