import { type Audience, audienceOfEvent, type ClinicalEvent, type Delivery, type Epoch, type Room, roomsOf } from '@wardline/events'
import {
  emptyHead,
  type LogEntry,
  maskOf,
  mayBeSeenBy,
  numbered,
  prevOf,
  type RoomHead,
  type RoomLogReader,
  type RoomRead,
} from '../server/index.ts'

const entryOf = (
  { head, entries }: StoredRoom,
  event: ClinicalEvent,
  room: Room,
): { readonly entry: LogEntry; readonly stored: StoredRoom } => {
  const audiences = maskOf(audienceOfEvent(event))
  const next = numbered(head, audiences)
  const entry: LogEntry = { room, seq: next.seq, audiences, prevs: next.prevs, event }
  return { entry, stored: { head: next.head, entries: [...entries, entry] } }
}

interface StoredRoom {
  readonly head: RoomHead
  readonly entries: readonly LogEntry[]
}
const emptyRoom: StoredRoom = { head: emptyHead, entries: [] }

/** The log in memory, numbered by the same rule as the tables (RT1): for properties that need thousands of runs. */
export class MemoryRoomLog implements RoomLogReader {
  readonly #rooms = new Map<Room, StoredRoom>()
  readonly #listeners: ((epoch: Epoch) => void)[] = []
  #epochs = 1
  /** The epoch in the log itself, which a reader finds at its next check. */
  storedEpoch: Epoch
  epoch: Epoch
  /** Runs before each result: tests add delays and concurrent writers here. */
  beforeRead: () => Promise<void> = async () => {}

  constructor(events: readonly ClinicalEvent[] = [], epoch = 'epoch-1' as Epoch) {
    this.epoch = epoch
    this.storedEpoch = epoch
    for (const event of events) this.append(event)
  }

  onEpochChanged(listener: (epoch: Epoch) => void): void {
    this.#listeners.push(listener)
  }

  async checkEpoch(): Promise<void> {
    if (this.epoch === this.storedEpoch) return
    this.epoch = this.storedEpoch
    for (const listener of this.#listeners) listener(this.epoch)
  }

  async startNewEpoch(): Promise<void> {
    this.#epochs += 1
    if (this.storedEpoch === this.epoch) this.storedEpoch = `${this.epoch}-${this.#epochs}` as Epoch
    await this.checkEpoch()
  }

  /** Replaces the content as a restore from a backup does; the epoch is the same when the restore forgot to change it. */
  restore(backup: MemoryRoomLog, epoch: Epoch): void {
    this.#rooms.clear()
    for (const [room, stored] of backup.#rooms) this.#rooms.set(room, stored)
    this.storedEpoch = epoch
  }

  /** Commits an event to its rooms, or to those given; returns its entries. */
  append(event: ClinicalEvent, among: readonly Room[] = roomsOf(event)): readonly LogEntry[] {
    return among.map((room) => {
      const { entry, stored } = entryOf(this.#rooms.get(room) ?? emptyRoom, event, room)
      this.#rooms.set(room, stored)
      return entry
    })
  }

  /** Removes entries below `low`, as retention does. */
  trim(room: Room, low: number): void {
    const stored = this.#rooms.get(room)
    if (stored) this.#rooms.set(room, { head: { ...stored.head, low }, entries: stored.entries.filter(({ seq }) => seq >= low) })
  }

  get rooms(): readonly Room[] {
    return [...this.#rooms.keys()]
  }

  headOf(room: Room): RoomHead {
    return this.#rooms.get(room)?.head ?? emptyHead
  }

  entriesOf(room: Room): readonly LogEntry[] {
    return this.#rooms.get(room)?.entries ?? []
  }

  /** The room as one audience receives it. */
  deliveriesTo(audience: Audience, room: Room, after = 0): readonly Delivery[] {
    return this.entriesOf(room)
      .filter((entry) => entry.seq > after && mayBeSeenBy(entry, audience))
      .map((entry) => ({ room, epoch: this.epoch, seq: entry.seq, prev: prevOf(entry, audience), event: entry.event }))
  }

  async heads(rooms: readonly Room[]): Promise<ReadonlyMap<Room, RoomHead>> {
    const heads = new Map(rooms.map((room) => [room, this.headOf(room)]))
    await this.beforeRead()
    await this.checkEpoch()
    return heads
  }

  async read(after: ReadonlyMap<Room, number>, limit: number): Promise<ReadonlyMap<Room, RoomRead>> {
    const reads = new Map(
      [...after].map(([room, position]) => {
        const entries = this.entriesOf(room).filter(({ seq }) => seq > position)
        return [room, { head: this.headOf(room), entries: entries.slice(0, limit) }]
      }),
    )
    await this.beforeRead()
    return reads
  }
}
