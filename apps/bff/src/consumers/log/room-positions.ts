import type { Room } from '@wardline/events'
import type { ConsumerOffsets, SavedOffsets } from './consumer-offsets.ts'
import { DelayedWrite } from './delayed-write.ts'

/** Last processed entry of each room, as far as this instance knows, and its saving where the consumer does not save it itself. */
export class RoomPositions {
  readonly #offsets: ConsumerOffsets & Partial<SavedOffsets>
  readonly #known = new Map<Room, number>()
  readonly #unsaved = new Map<Room, number>()
  readonly #saving: DelayedWrite

  constructor(offsets: ConsumerOffsets & Partial<SavedOffsets>, saveMs: number, onError: (error: unknown) => void) {
    this.#offsets = offsets
    this.#saving = new DelayedWrite(() => this.#save(), saveMs, onError)
  }

  isKnown(room: Room): boolean {
    return this.#known.has(room)
  }

  /** Returns the positions of rooms, reading those that are unknown. */
  async of(rooms: readonly Room[]): Promise<ReadonlyMap<Room, number>> {
    const known = new Map(rooms.flatMap((room) => (this.#known.has(room) ? [[room, this.#known.get(room) ?? 0] as const] : [])))
    const unknown = rooms.filter((room) => !known.has(room))
    return unknown.length > 0 ? new Map([...known, ...(await this.read(unknown))]) : known
  }

  /** Reads the stored offsets of rooms, which another instance may have advanced. */
  async read(rooms: readonly Room[]): Promise<ReadonlyMap<Room, number>> {
    if (rooms.length === 0) return new Map()
    const stored = await this.#offsets.positionsOf(rooms)
    const positions = new Map([...stored].map(([room, seq]) => [room, Math.max(seq, this.#unsaved.get(room) ?? 0)]))
    for (const [room, seq] of positions) this.#known.set(room, seq)
    return positions
  }

  /** The next use of the room reads its stored offset. */
  forget(room: Room): void {
    if (!this.#unsaved.has(room)) this.#known.delete(room)
  }

  advance(room: Room, to: number): void {
    this.#known.set(room, to)
    if (!this.#offsets.save) return
    this.#unsaved.set(room, to)
    this.#saving.schedule()
  }

  clear(): void {
    this.#known.clear()
    this.#unsaved.clear()
  }

  /** Saves what is not saved yet. */
  flush(): Promise<void> {
    return this.#saving.flush()
  }

  async #save(): Promise<void> {
    const unsaved = new Map(this.#unsaved)
    if (unsaved.size === 0) return
    await this.#offsets.save?.(unsaved)
    for (const [room, seq] of unsaved) if (this.#unsaved.get(room) === seq) this.#unsaved.delete(room)
  }
}
