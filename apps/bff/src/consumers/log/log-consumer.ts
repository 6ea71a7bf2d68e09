import type { Room } from '@wardline/events'
import type { LogEntry, RoomLogReader, RoomsAdvanced } from '@wardline/sync/server'
import type { Bus } from '../../bus/bus.ts'
import { DatabaseOutage } from '../../database/database.ts'
import type { ConsumerOffsets } from './consumer-offsets.ts'

/** A consumer that acts on what happened: what it stands for, which rooms it reads, what it does. */
export interface LogConsumerParts {
  readonly name: string
  /** What the names of its rooms begin with. */
  readonly rooms: string
  readonly log: Pick<RoomLogReader, 'read'>
  readonly places: ConsumerOffsets
  readonly bus: Pick<Bus, 'subscribe'>
  /**
   * Takes in one entry. A process that dies, or another that is at the same room, can bring an entry a second time: what is
   * done must be the same when it is done again, by the event's id.
   */
  readonly take: (entry: LogEntry) => void | Promise<void>
  /** An entry that could not be taken in goes here, and the room goes on (RT14). */
  readonly bury: (entry: LogEntry, attempts: number) => Promise<void>
  readonly paused: () => boolean
  readonly processed: (count: number, startedAt: number) => void
  readonly failed: (error: unknown) => void
  readonly sweepMs?: number
  readonly keepMs?: number
}

/** Rooms that a process left behind when it died are taken up by another within it. */
const SWEEP_MS = 10_000
/** Places are written down together; what was taken in since is taken in again after a crash. */
const KEEP_MS = 500
const AT_ONCE = 200
/** Between the tries of an entry; after the last it is set aside. */
const PATIENCE_MS = [100, 500, 2_000, 5_000]

/**
 * Reads rooms of one kind in order and acts on each entry, on whichever process recorded it; what that one did not come to
 * another does. The log and the place in it are the queue: nothing is claimed, elected or handed over.
 */
export class LogConsumer {
  readonly #parts: LogConsumerParts
  /** How far this process knows a room to be taken in. */
  readonly #known = new Map<Room, number>()
  readonly #brought = new Map<Room, LogEntry[]>()
  readonly #kept = new Map<Room, number>()
  readonly #tries = new Map<string, number>()
  #running: Promise<void> | null = null
  #keeping: NodeJS.Timeout | null = null
  #sweep: NodeJS.Timeout | undefined
  #stop: () => void = () => undefined
  #stopped = false

  constructor(parts: LogConsumerParts) {
    this.#parts = parts
  }

  /** A consumer that is new begins with what happens from now on. */
  async start(): Promise<void> {
    const { bus, places, name, sweepMs = SWEEP_MS } = this.#parts
    await places.begin(name)
    const stops = [
      bus.subscribe('committed', (grown) => this.#wake(grown)),
      // What was known of places was true of another log (RT7).
      bus.subscribe('epochChanged', () => this.#known.clear()),
    ]
    this.#stop = () => {
      for (const stop of stops) stop()
    }
    this.#sweep = setInterval(() => void this.sweep().catch(this.#parts.failed), sweepMs)
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#stop()
    clearInterval(this.#sweep)
    await this.#running
    await this.#keep()
  }

  /** Takes one entry in again that was set aside; its room has long gone on. @throws what `take` throws. */
  async again(room: Room, seq: number): Promise<void> {
    const [entry] = (await this.#parts.log.read(new Map([[room, seq - 1]]), 1)).get(room)?.entries ?? []
    if (entry) await this.#parts.take(entry)
  }

  /** Takes up what nobody took in. */
  async sweep(): Promise<void> {
    const { places, name, rooms } = this.#parts
    await this.#running
    await this.#keep()
    const behind = await places.behind(name, rooms)
    // Another process may have come further than this one knows, or this one since it was asked.
    for (const [room, seq] of behind.length > 0 ? await places.of(name, behind) : []) {
      this.#known.set(room, Math.max(seq, this.#known.get(room) ?? 0))
      this.#brought.set(room, this.#brought.get(room) ?? [])
    }
    this.#next()
    await this.#running
    await this.#keep()
  }

  #wake({ rooms, entries }: RoomsAdvanced): void {
    for (const room of rooms) {
      if (!room.startsWith(this.#parts.rooms)) continue
      const brought = this.#brought.get(room) ?? []
      brought.push(...entries.filter((entry) => entry.room === room))
      this.#brought.set(room, brought)
    }
    this.#next()
  }

  #next(): void {
    if (this.#running || this.#stopped || this.#brought.size === 0 || this.#parts.paused()) return
    this.#running = this.#round()
      .catch(this.#parts.failed)
      .finally(() => {
        this.#running = null
        this.#next()
      })
  }

  async #round(): Promise<void> {
    const { places, name, processed } = this.#parts
    const startedAt = performance.now()
    const due = new Map(this.#brought)
    this.#brought.clear()
    const unknown = [...due.keys()].filter((room) => !this.#known.has(room))
    if (unknown.length > 0) for (const [room, seq] of await places.of(name, unknown)) this.#known.set(room, seq)
    let count = 0
    for (const [room, brought] of due) count += await this.#takeRoom(room, brought)
    if (count > 0) processed(count, startedAt)
  }

  /** Answers how many entries were taken in. */
  async #takeRoom(room: Room, brought: readonly LogEntry[]): Promise<number> {
    let taken = 0
    for (const entry of await this.#entries(room, this.#known.get(room) ?? 0, brought)) {
      if (!(await this.#takeOne(entry))) break
      this.#known.set(room, entry.seq)
      this.#note(room, entry.seq)
      taken += 1
    }
    return taken
  }

  async #entries(room: Room, from: number, brought: readonly LogEntry[]): Promise<readonly LogEntry[]> {
    const joining = (after: number) => {
      const next = brought.filter(({ seq }) => seq > after)
      return next.length > 0 && next.every(({ seq }, index) => seq === after + 1 + index) ? next : null
    }
    const known = joining(from)
    if (known) return known
    // Another process may have come further than this one knows.
    const place = Math.max(from, (await this.#parts.places.of(this.#parts.name, [room])).get(room) ?? 0)
    this.#known.set(room, place)
    const next = joining(place)
    if (next) return next
    const entries = (await this.#parts.log.read(new Map([[room, place]]), AT_ONCE)).get(room)?.entries ?? []
    if (entries.length === AT_ONCE) this.#brought.set(room, [])
    return entries
  }

  /** False when it has to be tried again later. */
  async #takeOne(entry: LogEntry): Promise<boolean> {
    const { take, bury, failed } = this.#parts
    const id = `${entry.room} ${entry.seq}`
    try {
      await take(entry)
      this.#tries.delete(id)
      return true
    } catch (error) {
      failed(error)
      // The database is away: that is nothing the entry could help.
      if (error instanceof DatabaseOutage) return false
      const tries = (this.#tries.get(id) ?? 0) + 1
      this.#tries.set(id, tries)
      const patience = PATIENCE_MS[tries - 1]
      if (patience !== undefined) {
        this.#again(entry.room, patience)
        return false
      }
      await bury(entry, tries)
      this.#tries.delete(id)
      return true
    }
  }

  #again(room: Room, afterMs: number): void {
    setTimeout(() => {
      if (!this.#brought.has(room)) this.#brought.set(room, [])
      this.#next()
    }, afterMs).unref()
  }

  #note(room: Room, seq: number): void {
    this.#kept.set(room, seq)
    this.#keeping ??= setTimeout(() => void this.#keep().catch(this.#parts.failed), this.#parts.keepMs ?? KEEP_MS)
  }

  async #keep(): Promise<void> {
    if (this.#keeping) clearTimeout(this.#keeping)
    this.#keeping = null
    const kept = new Map(this.#kept)
    this.#kept.clear()
    if (kept.size > 0) await this.#parts.places.keep(this.#parts.name, kept)
  }
}
