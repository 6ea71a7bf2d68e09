import { parseRoom, type Room, type View, type ViewRow, views } from '@wardline/events'
import type { RoomsAdvanced } from '../../bus/bus.ts'
import { DatabaseOutage } from '../../database/database.ts'
import { background, inLaterTurn, pause } from '../../load/event-loop.ts'
import type { RoomLogReader } from '../../record/log/room-log.ts'
import type { DeadLetters } from '../dead-letters/dead-letters.ts'
import { ENTRIES, foldBatch } from './fold-batch.ts'
import { foldWithRetry, replayed } from './fold-with-retry.ts'
import { PushedEntries } from './pushed-entries.ts'
import type { RowStore } from './row-store.ts'

/** Rooms in one round of statements. Alone they would cost a round each; more would make the last one wait. */
const ROOMS = 16
/** While the database does not answer. */
const OUTAGE_MS = 1000
/** A wake-up that was lost delays a room so long at most. */
const SWEEP_MS = 10_000
/** A list waits no longer than this for folding that is under way; it is right either way, only older. */
const SETTLED_WITHIN_MS = 300

export interface ProjectorOptions {
  readonly log: Pick<RoomLogReader, 'read'>
  readonly rows: RowStore
  readonly deadLetters: DeadLetters
  readonly processed: (count: number, startedAt: number) => void
  readonly failed: (error: unknown) => void
  /** Somebody told it to stand still: what comes waits in the log. */
  readonly paused?: () => boolean
  readonly views?: readonly View<ViewRow>[]
}

/** How far a rebuild is, in rooms. */
export type Rebuilding = (done: number, total: number) => void

/** Who replays when nobody asked for it. */
const ITSELF = 'system'

/** The answer and the members' frames take the next turns (RT21); whoever asks for a list has the folding begin at once. */
const afterTelling = (run: () => void) => inLaterTurn(() => inLaterTurn(run))

const versionOf = ({ version = 1 }: View<ViewRow>) => version

/**
 * Keeps the read models: folds each room's log, in order, into the rows of its views. Rooms that wait are folded
 * together; one that makes trouble goes on alone, so that it holds up nobody (RT14). Can stop anywhere (RT13).
 */
export class Projector {
  readonly #parts: ProjectorOptions
  readonly #views: readonly View<ViewRow>[]
  readonly #waiting = new Set<Room>()
  /** Rooms in hand, and when each will be done. */
  readonly #running = new Map<Room, Promise<void>>()
  readonly #positions = new Map<Room, number>()
  readonly #hints = new PushedEntries()
  #round: Promise<void> | null = null
  #sweep: NodeJS.Timeout | undefined
  #stopped = false

  constructor(parts: ProjectorOptions) {
    this.#parts = parts
    this.#views = parts.views ?? views
  }

  /** Makes the rows of views that are new or fold otherwise in this version, then takes up what was left when the last process ended. */
  async start(): Promise<void> {
    await this.#build()
    await this.sweep()
    this.#sweep = background(setInterval(() => void this.sweep().catch(this.#parts.failed), SWEEP_MS))
  }

  /** Takes up every room whose log is ahead: what a lost wake-up or a pause left behind. */
  async sweep(): Promise<void> {
    if (!this.#paused) this.wake({ rooms: await this.#parts.rows.behind(), entries: [] })
  }

  /** These rooms' logs grew. */
  wake({ rooms, entries }: RoomsAdvanced): void {
    // Nothing is kept of what comes while it stands still: the log has it.
    if (this.#stopped || this.#paused) return
    this.#hints.note(entries)
    for (const room of rooms) this.#waiting.add(room)
    afterTelling(() => this.#next())
  }

  /** When what is known to have been recorded in these rooms is folded, or soon after. */
  async settled(rooms: readonly Room[], withinMs = SETTLED_WITHIN_MS): Promise<void> {
    const busy = () => !this.#paused && rooms.some((room) => this.#waiting.has(room) || this.#running.has(room))
    if (!busy()) return
    this.#next()
    const until = AbortSignal.timeout(withinMs)
    const over = new Promise<void>((resolve) => until.addEventListener('abort', () => resolve(), { once: true }))
    while (busy() && !until.aborted) {
      const under = rooms.flatMap((room) => this.#running.get(room) ?? [])
      await Promise.race([over, under.length > 0 ? Promise.all(under) : (this.#round ?? pause(1))])
    }
  }

  /** Ends after the rooms in hand; what is left is taken up at the next start. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearInterval(this.#sweep)
    this.#waiting.clear()
    this.#hints.clear()
    await Promise.all([this.#round, ...this.#running.values()])
  }

  /** The log began anew: what is held of places in it means nothing any more (RT7). */
  forget(): void {
    this.#positions.clear()
    this.#hints.clear()
  }

  /** Folds a room again from zero, with what were dead letters: the same rows when nothing was wrong (RT13). */
  async replay(room: Room, by = ITSELF): Promise<void> {
    await this.settled([room], OUTAGE_MS)
    await replayed(this.#parts, room, this.#viewsOf(room), by)
  }

  /** Makes the rows of a view anew from the whole log, room by room, while everything else goes on. */
  async rebuild(view: View<ViewRow>, by: string, at: Rebuilding, stopped: () => boolean = () => false): Promise<void> {
    const rooms = (await this.#parts.rows.rooms()).filter((room) => this.#viewsOf(room).some(({ name }) => name === view.name))
    at(0, rooms.length)
    for (const [index, room] of rooms.entries()) {
      if (stopped() || this.#stopped) return
      await this.replay(room, by)
      at(index + 1, rooms.length)
    }
  }

  /** Rooms are replayed whole: their views were folded by the same log and stand at the same place. */
  async #build(): Promise<void> {
    const { rows } = this.#parts
    const built = await rows.built()
    const unbuilt = this.#views.filter((view) => built.get(view.name) !== versionOf(view))
    if (unbuilt.length === 0) return
    const names = new Set(unbuilt.map(({ name }) => name))
    for (const room of await rows.rooms())
      if (this.#viewsOf(room).some(({ name }) => names.has(name))) await replayed(this.#parts, room, this.#viewsOf(room), ITSELF)
    for (const view of unbuilt) await rows.setBuilt(view.name, versionOf(view))
  }

  get #paused(): boolean {
    return this.#parts.paused?.() ?? false
  }

  #viewsOf(room: Room) {
    const kind = parseRoom(room)?.kind
    return this.#views.filter((view) => view.room === kind)
  }

  #next(): void {
    if (this.#round || this.#stopped || this.#paused) return
    const rooms = [...this.#waiting].filter((room) => !this.#running.has(room)).slice(0, ROOMS)
    if (rooms.length === 0) return
    this.#round = this.#together(rooms).finally(() => {
      this.#round = null
      this.#next()
    })
    this.#holds(rooms, this.#round)
  }

  #holds(rooms: readonly Room[], run: Promise<void>): void {
    for (const room of rooms) {
      this.#waiting.delete(room)
      this.#running.set(room, run)
    }
    const done = () => {
      for (const room of rooms) if (this.#running.get(room) === run) this.#running.delete(room)
      this.#next()
    }
    run.then(done, done)
  }

  async #together(rooms: readonly Room[]): Promise<void> {
    const startedAt = performance.now()
    try {
      const { folded, trouble } = await foldBatch(this.#parts, rooms, this.#positions, this.#hints, (room) => this.#viewsOf(room))
      const kept = folded.length > 0 ? await this.#parts.rows.keep(folded) : new Set<Room>()
      let count = 0
      for (const { room, from, to } of folded) {
        if (kept.has(room)) this.#positions.set(room, to)
        else this.#again(room)
        count += to - from
        if (to - from >= ENTRIES) this.#waiting.add(room)
      }
      if (count > 0) this.#parts.processed(count, startedAt)
      for (const room of trouble) this.#alone(room)
    } catch (error) {
      this.#parts.failed(error)
      for (const room of rooms) this.#positions.delete(room)
      if (!(error instanceof DatabaseOutage)) for (const room of rooms) this.#alone(room)
      else {
        await pause(OUTAGE_MS)
        if (!this.#stopped) for (const room of rooms) this.#waiting.add(room)
      }
    }
  }

  /** Another projector was quicker: what is held of the room's place is not true any more. */
  #again(room: Room): void {
    this.#positions.delete(room)
    this.#waiting.add(room)
  }

  /** A room that made trouble: one entry after the other, with patience, while all others go on. */
  #alone(room: Room): void {
    if (this.#stopped) return
    this.#positions.delete(room)
    const run = foldWithRetry(this.#parts, room, this.#viewsOf(room), () => this.#stopped || this.#paused).catch(async (error) => {
      this.#parts.failed(error)
      await pause(OUTAGE_MS)
      if (!this.#stopped) this.#waiting.add(room)
    })
    // The round that hands the room over is still in hand; it takes its name off only its own rooms.
    this.#holds([room], run)
  }
}
