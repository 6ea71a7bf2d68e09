import { parseRoom, type Room, type View, type ViewRow, views } from '@wardline/events'
import type { RoomsAdvanced } from '@wardline/sync/server'
import { PROJECTOR } from '../../record/read/snapshots.ts'
import type { DeadLetters } from '../dead-letters/dead-letters.ts'
import { RoomConsumer, type RoomConsumerOptions } from '../log/room-consumer.ts'
import { rebuildRoom } from './rebuild-room.ts'
import type { RowStore } from './row-store.ts'
import { viewHandler } from './view-handler.ts'

/** Folding is in memory, so that a retry only helps against a failing statement. */
const RETRY_DELAYS_MS = [20, 100, 500]
/** Time limit of lists that wait for a running projection; after it they are correct but older. */
const SETTLED_WITHIN_MS = 300
/** Time limit of a replay that waits for a running projection. */
const REPLAY_WAITS_MS = 1_000

export interface ProjectorOptions extends Pick<RoomConsumerOptions, 'log' | 'pauses' | 'onProcessed' | 'onError'> {
  readonly rows: RowStore
  readonly deadLetters: DeadLetters
  readonly views?: readonly View<ViewRow>[]
}

/** Progress of a rebuild, in rooms. */
export type RebuildProgressListener = (done: number, total: number) => void

/** User recorded for replays that the system starts itself. */
const SYSTEM_USER = 'system'

const versionOf = ({ version = 1 }: View<ViewRow>) => version

/**
 * Maintains the read models: folds each room's log, in order, into the rows of its views. Crash-safe at any point, because
 * rows and offsets are stored in one statement (RT13).
 */
export class Projector {
  readonly #options: ProjectorOptions
  readonly #views: readonly View<ViewRow>[]
  readonly #consumer: RoomConsumer
  #stopped = false

  constructor(options: ProjectorOptions) {
    this.#options = options
    this.#views = options.views ?? views
    this.#consumer = new RoomConsumer({
      name: PROJECTOR,
      rooms: '',
      handler: viewHandler(options.rows, (room) => this.#viewsOf(room)),
      log: options.log,
      offsets: options.rows,
      deadLetters: options.deadLetters,
      pauses: options.pauses,
      retryDelaysMs: RETRY_DELAYS_MS,
      onProcessed: options.onProcessed,
      onError: options.onError,
    })
  }

  /** Builds the rows of views that are new or have a new version, then continues where the last process ended. */
  async start(): Promise<void> {
    await this.#build()
    await this.#consumer.start()
  }

  stop(): Promise<void> {
    this.#stopped = true
    return this.#consumer.stop()
  }

  /** Schedules every room with unprocessed entries. */
  sweep(): Promise<void> {
    return this.#consumer.sweep()
  }

  /** Schedules rooms with new entries. */
  wake(advanced: RoomsAdvanced): void {
    this.#consumer.wake(advanced)
  }

  /** Resolves when all known entries of these rooms are folded, or at the time limit. A list request starts a waiting projection at once. */
  settled(rooms: readonly Room[], withinMs = SETTLED_WITHIN_MS): Promise<void> {
    return this.#consumer.settled(rooms, withinMs)
  }

  lag(): Promise<number> {
    return this.#consumer.lag()
  }

  resetForEpoch(): void {
    this.#consumer.resetForEpoch()
  }

  /** Folds a room again from zero, including its dead letters. Produces the same rows when nothing was wrong (RT13). */
  async replay(room: Room, by = SYSTEM_USER): Promise<void> {
    await this.settled([room], REPLAY_WAITS_MS)
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

  #viewsOf(room: Room) {
    const kind = parseRoom(room)?.kind
    return this.#views.filter((view) => view.room === kind)
  }
}
