import type { Room } from '@wardline/events'
import type { LogEntry, RoomLogReader, RoomsAdvanced } from '@wardline/sync/server'
import type { Bus } from '../../bus/bus.ts'
import { DatabaseOutage } from '../../database/database.ts'
import type { ConsumerOffsets } from './consumer-offsets.ts'

/** Name, rooms and handler of a consumer. */
export interface LogConsumerOptions {
  readonly name: string
  /** Prefix of the names of its rooms. */
  readonly rooms: string
  readonly log: Pick<RoomLogReader, 'read'>
  readonly offsets: ConsumerOffsets
  readonly bus: Pick<Bus, 'subscribe'>
  /**
   * Processes one entry, at least once: after a crash, or while another instance is at the same room, an entry can come
   * twice. The handler must be idempotent by the event's id.
   */
  readonly handle: (entry: LogEntry) => void | Promise<void>
  /** Dead-letters a failed entry, so that the room continues (RT14). */
  readonly deadLetter: (entry: LogEntry, attempts: number) => Promise<void>
  readonly isPaused: () => boolean
  readonly onProcessed: (count: number, startedAt: number) => void
  readonly onError: (error: unknown) => void
  readonly sweepMs?: number
  readonly saveMs?: number
}

/** Rooms that a dead instance left behind are continued by another within this time. */
const SWEEP_MS = 10_000
/** Interval of saving offsets; entries processed since are processed again after a crash. */
const SAVE_MS = 500
const BATCH_SIZE = 200
/** Delays between the attempts of an entry; after the last one it is dead-lettered. */
const RETRY_DELAYS_MS = [100, 500, 2_000, 5_000]

/**
 * Processes the entries of rooms of one kind in order, on the instance that recorded them; other instances continue what it
 * left behind. The log and the offsets are the queue: there are no claims, elections or handovers.
 */
export class LogConsumer {
  readonly #options: LogConsumerOptions
  /** Last processed entry of each room, as far as this instance knows. */
  readonly #offsets = new Map<Room, number>()
  readonly #pending = new Map<Room, LogEntry[]>()
  readonly #unsaved = new Map<Room, number>()
  readonly #attempts = new Map<string, number>()
  #running: Promise<void> | null = null
  #saveTimer: NodeJS.Timeout | null = null
  #sweepTimer: NodeJS.Timeout | undefined
  #stop: () => void = () => undefined
  #stopped = false

  constructor(options: LogConsumerOptions) {
    this.#options = options
  }

  /** Starts consuming; a new consumer starts at the end of the log. */
  async start(): Promise<void> {
    const { bus, offsets, name, sweepMs = SWEEP_MS } = this.#options
    await offsets.register(name)
    const stops = [
      bus.subscribe('committed', (advanced) => this.#wake(advanced)),
      // Offsets of another log are invalid (RT7).
      bus.subscribe('epochChanged', () => this.#offsets.clear()),
    ]
    this.#stop = () => {
      for (const stop of stops) stop()
    }
    this.#sweepTimer = setInterval(() => void this.sweep().catch(this.#options.onError), sweepMs)
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#stop()
    clearInterval(this.#sweepTimer)
    await this.#running
    await this.#save()
  }

  /** Processes a dead-lettered entry again. Throws what the handler throws. */
  async replay(room: Room, seq: number): Promise<void> {
    const [entry] = (await this.#options.log.read(new Map([[room, seq - 1]]), 1)).get(room)?.entries ?? []
    if (entry) await this.#options.handle(entry)
  }

  /** Continues all rooms with unprocessed entries. */
  async sweep(): Promise<void> {
    const { offsets, name, rooms } = this.#options
    await this.#running
    await this.#save()
    const behind = await offsets.roomsBehind(name, rooms)
    // Another instance may be further than this one knows, or this one may be further than the query.
    for (const [room, seq] of behind.length > 0 ? await offsets.of(name, behind) : []) {
      this.#offsets.set(room, Math.max(seq, this.#offsets.get(room) ?? 0))
      this.#pending.set(room, this.#pending.get(room) ?? [])
    }
    this.#next()
    await this.#running
    await this.#save()
  }

  #wake({ rooms, entries }: RoomsAdvanced): void {
    for (const room of rooms) {
      if (!room.startsWith(this.#options.rooms)) continue
      const pending = this.#pending.get(room) ?? []
      pending.push(...entries.filter((entry) => entry.room === room))
      this.#pending.set(room, pending)
    }
    this.#next()
  }

  #next(): void {
    if (this.#running || this.#stopped || this.#pending.size === 0 || this.#options.isPaused()) return
    this.#running = this.#round()
      .catch(this.#options.onError)
      .finally(() => {
        this.#running = null
        this.#next()
      })
  }

  async #round(): Promise<void> {
    const { offsets, name, onProcessed } = this.#options
    const startedAt = performance.now()
    const due = new Map(this.#pending)
    this.#pending.clear()
    const unknown = [...due.keys()].filter((room) => !this.#offsets.has(room))
    if (unknown.length > 0) for (const [room, seq] of await offsets.of(name, unknown)) this.#offsets.set(room, seq)
    let count = 0
    for (const [room, pending] of due) count += await this.#processRoom(room, pending)
    if (count > 0) onProcessed(count, startedAt)
  }

  /** Returns the number of entries processed. */
  async #processRoom(room: Room, pending: readonly LogEntry[]): Promise<number> {
    let count = 0
    for (const entry of await this.#entries(room, this.#offsets.get(room) ?? 0, pending)) {
      if (!(await this.#processEntry(entry))) break
      this.#offsets.set(room, entry.seq)
      this.#markProcessed(room, entry.seq)
      count += 1
    }
    return count
  }

  async #entries(room: Room, from: number, pending: readonly LogEntry[]): Promise<readonly LogEntry[]> {
    const contiguousAfter = (after: number) => {
      const next = pending.filter(({ seq }) => seq > after)
      return next.length > 0 && next.every(({ seq }, index) => seq === after + 1 + index) ? next : null
    }
    const pushed = contiguousAfter(from)
    if (pushed) return pushed
    // Another instance may be further than this one knows.
    const offset = Math.max(from, (await this.#options.offsets.of(this.#options.name, [room])).get(room) ?? 0)
    this.#offsets.set(room, offset)
    const next = contiguousAfter(offset)
    if (next) return next
    const entries = (await this.#options.log.read(new Map([[room, offset]]), BATCH_SIZE)).get(room)?.entries ?? []
    if (entries.length === BATCH_SIZE) this.#pending.set(room, [])
    return entries
  }

  /** Returns false when the entry has to be retried later. */
  async #processEntry(entry: LogEntry): Promise<boolean> {
    const { handle, deadLetter, onError } = this.#options
    const id = `${entry.room} ${entry.seq}`
    try {
      await handle(entry)
      this.#attempts.delete(id)
      return true
    } catch (error) {
      onError(error)
      // An outage does not count as an attempt of the entry.
      if (error instanceof DatabaseOutage) return false
      const attempts = (this.#attempts.get(id) ?? 0) + 1
      this.#attempts.set(id, attempts)
      const delay = RETRY_DELAYS_MS[attempts - 1]
      if (delay !== undefined) {
        this.#retryLater(entry.room, delay)
        return false
      }
      await deadLetter(entry, attempts)
      this.#attempts.delete(id)
      return true
    }
  }

  #retryLater(room: Room, afterMs: number): void {
    setTimeout(() => {
      if (!this.#pending.has(room)) this.#pending.set(room, [])
      this.#next()
    }, afterMs).unref()
  }

  #markProcessed(room: Room, seq: number): void {
    this.#unsaved.set(room, seq)
    this.#saveTimer ??= setTimeout(() => void this.#save().catch(this.#options.onError), this.#options.saveMs ?? SAVE_MS)
  }

  async #save(): Promise<void> {
    if (this.#saveTimer) clearTimeout(this.#saveTimer)
    this.#saveTimer = null
    const unsaved = new Map(this.#unsaved)
    this.#unsaved.clear()
    if (unsaved.size > 0) await this.#options.offsets.save(this.#options.name, unsaved)
  }
}
