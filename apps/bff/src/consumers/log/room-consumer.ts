import type { Room } from '@wardline/events'
import { type LogEntry, nextTurn, type RoomLogReader, type RoomsAdvanced } from '@wardline/sync/server'
import type { Bus } from '../../bus/bus.ts'
import { DatabaseOutage } from '../../database/database.ts'
import { pause } from '../../load/pause.ts'
import type { DeadLetters } from '../dead-letters/dead-letters.ts'
import type { BatchHandler, Progress, RoomBatch } from './batch.ts'
import { ConsumerLoop } from './consumer-loop.ts'
import type { ConsumerOffsets, SavedOffsets } from './consumer-offsets.ts'
import type { ConsumerPauses } from './consumer-pauses.ts'
import { type BatchSources, ENTRIES_PER_BATCH, nextBatches } from './next-batches.ts'
import { PushedEntries } from './pushed-entries.ts'
import { RoomPositions } from './room-positions.ts'

/** Rooms per round of statements: fewer cost more rounds, more make the last one wait. */
const ROOMS_PER_ROUND = 16
/** Retry delay during a database outage, which does not count as an attempt of an entry. */
const OUTAGE_MS = 1_000
/** Interval of saving offsets; entries processed since are processed again after a crash. */
const SAVE_MS = 500

export interface RoomConsumerOptions {
  readonly name: string
  /** Prefix of the names of its rooms; all rooms when empty. */
  readonly rooms: string
  readonly handler: BatchHandler
  readonly log: Pick<RoomLogReader, 'read'>
  readonly offsets: ConsumerOffsets & Partial<SavedOffsets>
  /** Wakes the consumer after each commit of this instance; absent when the owner calls `wake`. */
  readonly bus?: Pick<Bus, 'subscribe'> | undefined
  readonly deadLetters: Pick<DeadLetters, 'put'>
  readonly pauses: Pick<ConsumerPauses, 'isPaused' | 'onResumed'>
  /** Delays between the attempts of an entry; after the last one it is dead-lettered (RT14). */
  readonly retryDelaysMs: readonly number[]
  readonly onProcessed: (count: number, startedAt: number) => void
  readonly onError: (error: unknown) => void
  readonly sweepMs?: number | undefined
  readonly saveMs?: number | undefined
}

/** Runs after the turns in which the response and the subscribers' frames are sent (RT21). */
const afterDelivery = (run: () => void) => nextTurn(() => nextTurn(run))

/**
 * Reads the log for one consumer: each room in order, several rooms in a round, on the instance that recorded the entries;
 * other instances continue what it left behind. A failing room continues alone and delays no other (RT14). The log and
 * the offsets are the queue: there are no claims, elections or handovers (decision 025).
 */
export class RoomConsumer {
  readonly #options: RoomConsumerOptions
  readonly #loop: ConsumerLoop
  readonly #pending = new Set<Room>()
  /** Rooms being processed, with the end of their run. */
  readonly #running = new Map<Room, Promise<void>>()
  readonly #positions: RoomPositions
  readonly #pushed = new PushedEntries()
  readonly #sources: BatchSources
  #round: Promise<void> | null = null
  #stopListening: (() => void) | undefined

  constructor(options: RoomConsumerOptions) {
    this.#options = options
    const { name, bus, pauses, offsets, onError, sweepMs, saveMs = SAVE_MS } = options
    this.#positions = new RoomPositions(offsets, saveMs, onError)
    this.#sources = { positions: this.#positions, pushed: this.#pushed, log: options.log }
    this.#loop = new ConsumerLoop({
      name,
      bus,
      pauses,
      onWake: (advanced) => this.#onWake(advanced),
      onSweep: () => this.#onSweep(),
      onError,
      sweepMs,
    })
  }

  /** Continues where the last process ended; a consumer that registers starts at the end of the log. */
  async start(): Promise<void> {
    const { bus, offsets } = this.#options
    await offsets.register?.()
    this.#stopListening = bus?.subscribe('epochChanged', () => this.resetForEpoch())
    this.#loop.start()
    await this.sweep()
  }

  /** Stops after the running rooms; the rest is continued at the next start. */
  async stop(): Promise<void> {
    this.#stopListening?.()
    await this.#loop.stop()
    this.#pending.clear()
    this.#pushed.clear()
    await Promise.all([this.#round, ...this.#running.values()])
    await this.#positions.flush()
  }

  /** Schedules rooms with new entries. */
  wake(advanced: RoomsAdvanced): void {
    this.#loop.wake(advanced)
  }

  /** Schedules every room with unprocessed entries, after a lost wake-up or a pause. */
  sweep(): Promise<void> {
    return this.#loop.sweep()
  }

  /** Returns the number of unprocessed entries. */
  lag(): Promise<number> {
    return this.#options.offsets.lag()
  }

  /** Drops cached offsets and entries: a new epoch makes them invalid (RT7). */
  resetForEpoch(): void {
    this.#positions.clear()
    this.#pushed.clear()
  }

  /** Resolves when all known entries of these rooms are processed, or at the time limit. */
  async settled(rooms: readonly Room[], withinMs: number): Promise<void> {
    const isBusy = () => !this.#loop.isPaused && rooms.some((room) => this.#pending.has(room) || this.#running.has(room))
    if (!isBusy()) return
    this.#next()
    const deadline = AbortSignal.timeout(withinMs)
    const timedOut = new Promise<void>((resolve) => deadline.addEventListener('abort', () => resolve(), { once: true }))
    while (isBusy() && !deadline.aborted) {
      const runs = rooms.flatMap((room) => this.#running.get(room) ?? [])
      await Promise.race([timedOut, runs.length > 0 ? Promise.all(runs) : (this.#round ?? pause(1))])
    }
  }

  /** Processes a dead-lettered entry again, without moving the offset. Throws what the handler throws. */
  async replay(room: Room, seq: number): Promise<void> {
    const [entry] = await this.#read(room, seq - 1, 1)
    if (!entry) return
    const { error } = await this.#attempt({ room, from: seq - 1, entries: [entry] })
    if (error !== null) throw error
  }

  #onWake({ rooms, entries }: RoomsAdvanced): void {
    const isOwn = (room: Room) => room.startsWith(this.#options.rooms)
    const own = rooms.filter(isOwn)
    if (own.length === 0) return
    this.#pushed.add(entries.filter(({ room }) => isOwn(room)))
    for (const room of own) this.#pending.add(room)
    afterDelivery(() => this.#next())
  }

  async #onSweep(): Promise<void> {
    await this.#positions.flush()
    for (const room of await this.#options.offsets.roomsBehind()) {
      // Another instance may be further than this one knows.
      this.#positions.forget(room)
      this.#pending.add(room)
    }
    this.#next()
  }

  #next(): void {
    if (this.#round || !this.#loop.isActive) return
    const rooms = [...this.#pending].filter((room) => !this.#running.has(room)).slice(0, ROOMS_PER_ROUND)
    if (rooms.length === 0) return
    this.#round = this.#processRooms(rooms).finally(() => {
      this.#round = null
      this.#next()
    })
    this.#track(rooms, this.#round)
  }

  #track(rooms: readonly Room[], run: Promise<void>): void {
    for (const room of rooms) {
      this.#pending.delete(room)
      this.#running.set(room, run)
    }
    const done = () => {
      for (const room of rooms) if (this.#running.get(room) === run) this.#running.delete(room)
      this.#next()
    }
    run.then(done, done)
  }

  async #processRooms(rooms: readonly Room[]): Promise<void> {
    const startedAt = performance.now()
    try {
      const batches = await nextBatches(this.#sources, rooms)
      const progress = batches.length > 0 ? await this.#options.handler.process(batches) : new Map<Room, Progress>()
      let count = 0
      let outage: DatabaseOutage | null = null
      for (const batch of batches) {
        const { to, error } = progress.get(batch.room) ?? { to: batch.from, error: null }
        this.#advance(batch, to)
        count += to - batch.from
        if (error instanceof DatabaseOutage) outage = error
        else if (error !== null) this.#isolate(batch.room, error)
        else if (to < (batch.entries.at(-1)?.seq ?? to) || batch.entries.length >= ENTRIES_PER_BATCH) this.#pending.add(batch.room)
      }
      if (count > 0) this.#options.onProcessed(count, startedAt)
      if (outage) throw outage
    } catch (error) {
      if (error instanceof DatabaseOutage) await this.#waitForDatabase(rooms, error)
      else for (const room of rooms) this.#isolate(room, error)
    }
  }

  async #read(room: Room, after: number, limit: number): Promise<readonly LogEntry[]> {
    return (await this.#options.log.read(new Map([[room, after]]), limit)).get(room)?.entries ?? []
  }

  #advance({ room, from, entries }: RoomBatch, to: number): void {
    if (to < (entries.at(-1)?.seq ?? to)) this.#positions.forget(room)
    if (to > from) this.#positions.advance(room, to)
  }

  async #waitForDatabase(rooms: readonly Room[], error: unknown): Promise<void> {
    this.#options.onError(error)
    for (const room of rooms) this.#positions.forget(room)
    await pause(OUTAGE_MS, this.#loop.stopping)
    if (!this.#loop.stopping.aborted) for (const room of rooms) this.#pending.add(room)
  }

  /** Continues a failed room entry by entry, while all others continue. */
  #isolate(room: Room, error: unknown): void {
    this.#options.onError(error)
    this.#positions.forget(room)
    if (!this.#loop.isActive) return
    const run = this.#processAlone(room).then(
      (hasMore) => void (hasMore && this.#pending.add(room)),
      (failure) => this.#waitForDatabase([room], failure),
    )
    // The round that hands the room over is still running; when it ends it removes only its own rooms.
    this.#track([room], run)
  }

  /** Processes entries until the failing one has passed; returns whether more may follow. */
  async #processAlone(room: Room): Promise<boolean> {
    for (let count = 0; count < ENTRIES_PER_BATCH && this.#loop.isActive; count++) {
      const from = (await this.#positions.read([room])).get(room) ?? 0
      const [entry] = await this.#read(room, from, 1)
      if (!entry) return false
      if (await this.#processEntry({ room, from, entries: [entry] }, entry)) return true
    }
    return true
  }

  /** Retries an entry, then dead-letters it; returns whether it had failed. */
  async #processEntry(batch: RoomBatch, entry: LogEntry): Promise<boolean> {
    const { name, handler, deadLetters, retryDelaysMs, onProcessed, onError } = this.#options
    for (let attempt = 1; this.#loop.isActive; attempt++) {
      const startedAt = performance.now()
      const { to, error } = await this.#attempt(batch)
      if (error === null) {
        this.#advance(batch, to)
        onProcessed(to - batch.from, startedAt)
        return attempt > 1
      }
      if (error instanceof DatabaseOutage) throw error
      onError(error)
      const delay = retryDelaysMs[attempt - 1]
      if (delay !== undefined) {
        await pause(delay, this.#loop.stopping)
        continue
      }
      await deadLetters.put(name, entry, handler.reasonOf(entry, error), attempt)
      await handler.passOver?.(batch)
      this.#advance(batch, entry.seq)
      return true
    }
    return true
  }

  async #attempt(batch: RoomBatch): Promise<Progress> {
    try {
      return (await this.#options.handler.process([batch])).get(batch.room) ?? { to: batch.from, error: null }
    } catch (error) {
      return { to: batch.from, error }
    }
  }
}
