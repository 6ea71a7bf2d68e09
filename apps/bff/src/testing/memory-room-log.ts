import { audienceOfEvent, type ClinicalEvent, type Epoch, type Room, roomsOf } from '@wardline/events'
import { emptyHead, type LogEntry, maskOf, numbered, type RoomHead } from '../record/positions.ts'
import type { ReadOf, RoomLogReader } from '../record/room-log.ts'

/** The log in memory, numbered by the same rule as the tables: for properties that need thousands of runs. */
export class MemoryRoomLog implements RoomLogReader {
  readonly #rooms = new Map<Room, { head: RoomHead; entries: LogEntry[] }>()
  epoch: Epoch
  /** Runs before an answer is given: where a test puts delays and other writers. */
  beforeAnswer: () => Promise<void> = async () => {}

  constructor(epoch = 'epoch-1' as Epoch) {
    this.epoch = epoch
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
