import { setTimeout as pause } from 'node:timers/promises'
import { parseRoom, type Room, type View, type ViewRow, views } from '@wardline/events'
import type { RoomLogReader, RoomsAdvanced } from '@wardline/sync/server'
import { DatabaseOutage } from '../../database/database.ts'
import type { DeadLetters } from '../dead-letters/dead-letters.ts'
import { ENTRIES, foldBatch } from './fold-batch.ts'
import { foldWithRetry, rebuildRoom } from './fold-with-retry.ts'
import { PushedEntries } from './pushed-entries.ts'
import type { RowStore } from './row-store.ts'

/** Rooms per round of statements: fewer cost more rounds, more make the last one wait. */
const ROOMS_PER_ROUND = 16
/** Retry delay during a database outage. */
const OUTAGE_MS = 1000
/** A lost signal delays a room by at most this time. */
const SWEEP_MS = 10_000
/** Time limit of lists that wait for a running projection; after it they are correct but older. */
const SETTLED_WITHIN_MS = 300

export interface ProjectorOptions {
  readonly log: Pick<RoomLogReader, 'read'>
  readonly rows: RowStore
  readonly deadLetters: DeadLetters
  readonly processed: (count: number, startedAt: number) => void
  readonly failed: (error: unknown) => void
  /** Whether the projector is paused; entries wait in the log. */
  readonly paused?: () => boolean
  readonly views?: readonly View<ViewRow>[]
}

/** Progress of a rebuild, in rooms. */
export type RebuildProgressListener = (done: number, total: number) => void

/** User recorded for replays that the system starts itself. */
const SYSTEM_USER = 'system'

/** Runs after the turns in which the response and the subscribers' frames are sent (RT21); a list request starts it at once. */
const afterDelivery = (run: () => void) => setImmediate(() => setImmediate(run))

const versionOf = ({ version = 1 }: View<ViewRow>) => version

/**
 * Maintains the read models: folds each room's log, in order, into the rows of its views. Pending rooms are folded in
 * batches; a failing room continues alone and delays no other (RT14). Crash-safe at any point (RT13).
 */
export class Projector {
  readonly #options: ProjectorOptions
  readonly #views: readonly View<ViewRow>[]
  readonly #pending = new Set<Room>()
  /** Rooms being folded, with the end of their run. */
  readonly #running = new Map<Room, Promise<void>>()
  readonly #positions = new Map<Room, number>()
  readonly #pushed = new PushedEntries()
  #round: Promise<void> | null = null
  #sweepTimer: NodeJS.Timeout | undefined
  #stopped = false

  constructor(options: ProjectorOptions) {
    this.#options = options
    this.#views = options.views ?? views
  }

  /** Builds the rows of views that are new or have a new version, then continues where the last process ended. */
  async start(): Promise<void> {
    await this.#build()
    await this.sweep()
    this.#sweepTimer = setInterval(() => void this.sweep().catch(this.#options.failed), SWEEP_MS)
    this.#sweepTimer.unref()
  }

  /** Continues every room with unprocessed entries, after a lost signal or a pause. */
  async sweep(): Promise<void> {
    if (!this.#paused) this.wake({ rooms: await this.#options.rows.roomsBehind(), entries: [] })
  }

  /** Schedules rooms with new entries. */
  wake({ rooms, entries }: RoomsAdvanced): void {
    // Nothing is kept while paused: the log has the entries.
    if (this.#stopped || this.#paused) return
    this.#pushed.add(entries)
    for (const room of rooms) this.#pending.add(room)
    afterDelivery(() => this.#next())
  }

  /** Resolves when all known entries of these rooms are folded, or at the time limit. */
  async settled(rooms: readonly Room[], withinMs = SETTLED_WITHIN_MS): Promise<void> {
    const isBusy = () => !this.#paused && rooms.some((room) => this.#pending.has(room) || this.#running.has(room))
    if (!isBusy()) return
    this.#next()
    const deadline = AbortSignal.timeout(withinMs)
    const timedOut = new Promise<void>((resolve) => deadline.addEventListener('abort', () => resolve(), { once: true }))
    while (isBusy() && !deadline.aborted) {
      const runs = rooms.flatMap((room) => this.#running.get(room) ?? [])
      await Promise.race([timedOut, runs.length > 0 ? Promise.all(runs) : (this.#round ?? pause(1))])
    }
  }

  /** Stops after the running rooms; the rest is continued at the next start. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearInterval(this.#sweepTimer)
    this.#pending.clear()
    this.#pushed.clear()
    await Promise.all([this.#round, ...this.#running.values()])
  }

  /** Drops cached offsets and entries: a new epoch makes them invalid (RT7). */
  resetForEpoch(): void {
    this.#positions.clear()
    this.#pushed.clear()
  }

  /** Folds a room again from zero, including its dead letters. Produces the same rows when nothing was wrong (RT13). */
  async replay(room: Room, by = SYSTEM_USER): Promise<void> {
    await this.settled([room], OUTAGE_MS)
    await rebuildRoom(this.#options, room, this.#viewsOf(room), by)
  }

  /** Rebuilds the rows of a view from the whole log, room by room, while the projector keeps running. */
  async rebuild(view: View<ViewRow>, by: string, onProgress: RebuildProgressListener, stopped: () => boolean = () => false): Promise<void> {
    const rooms = (await this.#options.rows.rooms()).filter((room) => this.#viewsOf(room).some(({ name }) => name === view.name))
    onProgress(0, rooms.length)
    for (const [index, room] of rooms.entries()) {
      if (stopped() || this.#stopped) return
      await this.replay(room, by)
      onProgress(index + 1, rooms.length)
    }
  }

  /** Rebuilds whole rooms: all views of a room share one offset. */
  async #build(): Promise<void> {
    const { rows } = this.#options
    const built = await rows.builtViews()
    const outdated = this.#views.filter((view) => built.get(view.name) !== versionOf(view))
    if (outdated.length === 0) return
    const names = new Set(outdated.map(({ name }) => name))
    for (const room of await rows.rooms())
      if (this.#viewsOf(room).some(({ name }) => names.has(name))) await rebuildRoom(this.#options, room, this.#viewsOf(room), SYSTEM_USER)
    for (const view of outdated) await rows.setBuilt(view.name, versionOf(view))
  }

  get #paused(): boolean {
    return this.#options.paused?.() ?? false
  }

  #viewsOf(room: Room) {
    const kind = parseRoom(room)?.kind
    return this.#views.filter((view) => view.room === kind)
  }

  #next(): void {
    if (this.#round || this.#stopped || this.#paused) return
    const rooms = [...this.#pending].filter((room) => !this.#running.has(room)).slice(0, ROOMS_PER_ROUND)
    if (rooms.length === 0) return
    this.#round = this.#foldRooms(rooms).finally(() => {
      this.#round = null
      this.#next()
    })
    this.#trackRun(rooms, this.#round)
  }

  #trackRun(rooms: readonly Room[], run: Promise<void>): void {
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

  async #foldRooms(rooms: readonly Room[]): Promise<void> {
    const startedAt = performance.now()
    try {
      const { folded, failedRooms } = await foldBatch(this.#options, rooms, this.#positions, this.#pushed, (room) => this.#viewsOf(room))
      const stored = folded.length > 0 ? await this.#options.rows.store(folded) : new Set<Room>()
      let count = 0
      for (const { room, from, to } of folded) {
        if (stored.has(room)) this.#positions.set(room, to)
        else this.#reschedule(room)
        count += to - from
        if (to - from >= ENTRIES) this.#pending.add(room)
      }
      if (count > 0) this.#options.processed(count, startedAt)
      for (const room of failedRooms) this.#foldAlone(room)
    } catch (error) {
      this.#options.failed(error)
      for (const room of rooms) this.#positions.delete(room)
      if (!(error instanceof DatabaseOutage)) for (const room of rooms) this.#foldAlone(room)
      else {
        await pause(OUTAGE_MS)
        if (!this.#stopped) for (const room of rooms) this.#pending.add(room)
      }
    }
  }

  /** Another projector was faster: the cached offset is outdated. */
  #reschedule(room: Room): void {
    this.#positions.delete(room)
    this.#pending.add(room)
  }

  /** Folds a failed room entry by entry with retries, while all others continue. */
  #foldAlone(room: Room): void {
    if (this.#stopped) return
    this.#positions.delete(room)
    const run = foldWithRetry(this.#options, room, this.#viewsOf(room), () => this.#stopped || this.#paused).catch(async (error) => {
      this.#options.failed(error)
      await pause(OUTAGE_MS)
      if (!this.#stopped) this.#pending.add(room)
    })
    // The round that hands the room over is still running; when it ends it removes only its own rooms.
    this.#trackRun([room], run)
  }
}
