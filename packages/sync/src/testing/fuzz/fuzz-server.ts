import type { Audience, ClinicalEvent, Epoch, Room, Snapshot, View, ViewRow } from '@wardline/events'
import type { Random } from '@wardline/events/testing'
import { TICK_MS } from '../../protocol/index.ts'
import type { MemoryClient } from '../memory-connection.ts'
import { MemoryRoomLog } from '../memory-room-log.ts'
import { MemoryServer } from '../memory-server.ts'
import type { MemoryEndpoint } from '../memory-transport.ts'
import { pageOf, rowsOf } from '../read-model.ts'

/** The projector is at most this far behind the log, virtual milliseconds. */
const PROJECTOR_LAG_MS = 300
/** Probability that the bus loses a wake-up; the log is still complete, and the next tick shows it. */
const WAKE_LOST = 0.08
const READ_MS = 40

/** The in-memory server with the accidents of an operating system and a database: restarts, restores, retention, stalled clients. */
export class FuzzServer {
  log: MemoryRoomLog
  isUp = true
  readonly #chance: Random
  #committed: ClinicalEvent[] = []
  #projected = new Map<Room, number>()
  #server: MemoryServer
  #lastEpoch = 1
  /** Counts restores: projections of an earlier content are dropped. */
  #restores = 0

  constructor(chance: Random) {
    this.#chance = chance
    this.log = this.#newLog()
    this.#server = new MemoryServer({ log: this.log })
    setInterval(() => this.isUp && void this.#server.tick(), TICK_MS)
  }

  #newLog(): MemoryRoomLog {
    const log = new MemoryRoomLog([], `epoch-${this.#lastEpoch}` as Epoch)
    log.beforeRead = () => new Promise((resolve) => setTimeout(resolve, this.#chance.below(READ_MS)))
    return log
  }

  commit(event: ClinicalEvent): void {
    this.#committed.push(event)
    const entries = this.log.append(event)
    const rooms = entries.map(({ room }) => room)
    if (this.isUp && !this.#chance.happens(WAKE_LOST))
      this.#server.delivery.wake({ rooms, entries: this.#chance.happens(0.8) ? entries : [] })
    const restores = this.#restores
    for (const { room, seq } of entries) {
      setTimeout(() => {
        if (restores === this.#restores) this.#projected.set(room, Math.max(seq, this.#projected.get(room) ?? 0))
      }, this.#chance.below(PROJECTOR_LAG_MS))
    }
  }

  stop(): void {
    this.isUp = false
    this.#server.close()
  }

  start(): void {
    this.isUp = true
    this.#server = new MemoryServer({ log: this.log })
  }

  /** Replaces the database by a backup that lacks the newest commits while the server runs, under another epoch (RT7). */
  restoreRunning(lost: number): void {
    this.#loseNewest(lost)
    this.log.restore(new MemoryRoomLog(this.#committed), `epoch-${this.#lastEpoch}` as Epoch)
    this.#projected = new Map([...this.#projected.keys()].map((room) => [room, this.log.headOf(room).seq]))
  }

  /** Restarts on a backup that lacks the newest commits, under another epoch (RT7). */
  restore(lost: number): void {
    this.stop()
    this.#loseNewest(lost)
    this.log = this.#newLog()
    this.#projected = new Map()
    for (const event of this.#committed) for (const { room, seq } of this.log.append(event)) this.#projected.set(room, seq)
    this.start()
  }

  #loseNewest(lost: number): void {
    this.#lastEpoch += 1
    this.#restores += 1
    this.#committed = this.#committed.slice(0, Math.max(0, this.#committed.length - lost))
  }

  /** Closes the send window of one client that reads nothing for a while (RT15). */
  stall(ms: number): void {
    const [connection] = this.#server.connections.filter(({ isWritable }) => isWritable && this.#chance.happens(0.5))
    if (!connection) return
    connection.isWritable = false
    setTimeout(() => {
      connection.isWritable = true
    }, ms)
  }

  /** Retention: removes all but the newest entries of each room. */
  trim(keep: number): void {
    for (const room of this.#projected.keys()) {
      const { low, seq } = this.log.headOf(room)
      this.log.trim(room, Math.max(low, seq - keep + 1))
    }
  }

  /** Returns the connect function of one client's transport. */
  readonly connectAs =
    (audience: Audience) =>
    (client: MemoryClient): MemoryEndpoint | null => {
      if (!this.isUp) return null
      const server = this.#server
      const connection = server.connect({ userId: audience, name: audience, audience }, client)
      return {
        // The recorded seeds depend on the frames that follow an unsubscription.
        request: async (name, payload) => (name === 'subscription' ? await server.request(connection, name, payload) : { ok: true }),
        onClosed: () => server.disconnect(connection),
      }
    }

  #eventsOf(room: Room): readonly ClinicalEvent[] {
    return new MemoryRoomLog(this.#committed).entriesOf(room).map(({ event }) => event)
  }

  /** Returns a page of a list. @param fresh ignores the projector's lag */
  snapshot<Row extends ViewRow>(
    view: View<Row>,
    room: Room,
    {
      limit = 1000,
      cursor = null,
      fresh = false,
    }: { limit?: number | undefined; cursor?: string | null | undefined; fresh?: boolean } = {},
  ): Snapshot<Row> {
    const seq = fresh ? this.log.headOf(room).seq : (this.#projected.get(room) ?? 0)
    const page = pageOf(view, rowsOf(view, room, this.#eventsOf(room).slice(0, seq)), { limit, cursor })
    return JSON.parse(JSON.stringify({ ...page, asOf: { epoch: this.log.storedEpoch, seq }, positions: { [room]: seq } }))
  }
}
