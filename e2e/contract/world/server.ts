import {
  type Audience,
  type ClinicalEvent,
  changesOf,
  comparing,
  type Epoch,
  type Room,
  type Snapshot,
  type View,
  type ViewRow,
} from '@wardline/events'
import type { Chance } from '@wardline/events/testing'
import { type ServerMessage, type Subscribed, subscriptionSchema, TICK_MS } from '@wardline/sync/protocol'
import { Delivery } from '../../../apps/bff/src/realtime/delivery.ts'
import { subscribe } from '../../../apps/bff/src/realtime/rooms/subscribe.ts'
import { startHeadTicks } from '../../../apps/bff/src/realtime/ticks/head-ticks.ts'
import { mayBeSeenBy } from '../../../apps/bff/src/record/log/positions.ts'
import { MemoryRoomLog } from '../../../apps/bff/src/testing/memory-room-log.ts'
import type { Caller, Reachable, ServerEnd } from './network.ts'
import { pageOf } from './page.ts'

/** The projector is this far behind the log at most, virtual milliseconds. */
const PROJECTOR_LAG_MS = 300
/** A wake-up that the bus loses; the log is still true and the next tick says so. */
const WAKE_LOST = 0.08

interface Connection {
  readonly id: string
  readonly audience: Audience
  readonly caller: Caller
  readonly rooms: Set<Room>
  /** Its window is closed (RT15). */
  takesNothing: boolean
}

/** The server's half of the protocol as it runs, on a log in memory: log, delivery and catch-up are the product's own. */
export class WardServer {
  log: MemoryRoomLog
  up = true
  readonly #chance: Chance
  #committed: ClinicalEvent[] = []
  #projected = new Map<Room, number>()
  #delivery: Delivery
  #connections = new Map<string, Connection>()
  #shards = new Map<string, Set<string>>()
  #named = 0
  #lives = 1
  /** Counts what is true no longer since a backup was brought back. */
  #restored = 0

  constructor(chance: Chance) {
    this.#chance = chance
    this.log = this.#newLog()
    this.#delivery = this.#newDelivery()
    setInterval(() => this.#tick(), TICK_MS)
  }

  readonly #failed = (error: unknown) => {
    throw error
  }

  #newLog(): MemoryRoomLog {
    const log = new MemoryRoomLog(`epoch-${this.#lives}` as Epoch)
    log.beforeAnswer = () => new Promise((resolve) => setTimeout(resolve, this.#chance.below(40)))
    return log
  }

  #newDelivery(): Delivery {
    const send = (id: string, { type, data }: ServerMessage) => {
      const connection = this.#connections.get(id)
      if (connection?.takesNothing) return false
      connection?.caller.say(type, data)
      return true
    }
    const delivery: Delivery = new Delivery({
      log: this.log,
      outlet: {
        join: (id, shard) => this.#shards.set(shard, (this.#shards.get(shard) ?? new Set()).add(id)),
        leave: (id, shard) => this.#shards.get(shard)?.delete(id),
        toShard: (shard, message) => [...(this.#shards.get(shard) ?? [])].filter((id) => !send(id, message)),
        toMember: send,
        hasRoomAgain: (id) => !this.#connections.get(id)?.takesNothing,
      },
      bus: { follow: async () => {}, unfollow: () => {} },
      delivered: () => {},
      failed: this.#failed,
      cut: (id) => this.#connections.get(id)?.caller.hangUp(),
    })
    this.log.onNewLife(() => delivery === this.#delivery && void delivery.resetForEpoch())
    return delivery
  }

  commit(event: ClinicalEvent): void {
    this.#committed.push(event)
    const entries = this.log.append(event)
    const rooms = entries.map(({ room }) => room)
    if (this.up && !this.#chance.happens(WAKE_LOST)) this.#delivery.wake({ rooms, entries: this.#chance.happens(0.8) ? entries : [] })
    const restored = this.#restored
    for (const { room, seq } of entries) {
      setTimeout(() => {
        if (restored === this.#restored) this.#projected.set(room, Math.max(seq, this.#projected.get(room) ?? 0))
      }, this.#chance.below(PROJECTOR_LAG_MS))
    }
  }

  stop(): void {
    this.up = false
    this.#delivery.close()
    for (const { caller } of this.#connections.values()) caller.hangUp()
    this.#connections.clear()
    this.#shards.clear()
  }

  start(): void {
    this.up = true
    this.#delivery = this.#newDelivery()
  }

  /** A backup that lacks the newest commits takes the database's place while the server runs, under another epoch (RT7). */
  restoreBeneath(lost: number): void {
    this.#lives += 1
    this.#restored += 1
    this.#committed = this.#committed.slice(0, Math.max(0, this.#committed.length - lost))
    const before = new MemoryRoomLog()
    for (const event of this.#committed) before.append(event)
    this.log.becomes(before, `epoch-${this.#lives}` as Epoch)
    this.#projected = new Map([...this.#projected.keys()].map((room) => [room, this.log.headOf(room).seq]))
  }

  /** Restored from a backup that lacks the newest commits: another life of the log (RT7). */
  restore(lost: number): void {
    this.stop()
    this.#lives += 1
    this.#restored += 1
    this.#committed = this.#committed.slice(0, Math.max(0, this.#committed.length - lost))
    this.log = this.#newLog()
    this.#projected = new Map()
    for (const event of this.#committed) for (const { room, seq } of this.log.append(event)) this.#projected.set(room, seq)
    this.start()
  }

  /** A screen that reads nothing for a while: its window closes (RT15). */
  stall(ms: number): void {
    const [connection] = [...this.#connections.values()].filter(({ takesNothing }) => !takesNothing && this.#chance.happens(0.5))
    if (!connection) return
    connection.takesNothing = true
    setTimeout(() => {
      connection.takesNothing = false
    }, ms)
  }

  /** Retention: entries older than the newest few are forgotten. */
  trim(keep: number): void {
    for (const room of this.#projected.keys()) {
      const { low, seq } = this.log.headOf(room)
      this.log.trim(room, Math.max(low, seq - keep + 1))
    }
  }

  reachableAs(audience: Audience): Reachable {
    return {
      connect: (caller: Caller): ServerEnd | null => {
        if (!this.up) return null
        this.#named += 1
        const connection: Connection = { id: `c${this.#named}`, audience, caller, rooms: new Set(), takesNothing: false }
        this.#connections.set(connection.id, connection)
        return {
          ask: (name, payload) => this.#answer(connection, name, payload),
          gone: () => this.#gone(connection),
        }
      },
    }
  }

  #gone(connection: Connection): void {
    this.#connections.delete(connection.id)
    for (const room of connection.rooms) this.#delivery.leave(room, connection.id)
  }

  async #answer(connection: Connection, name: string, payload: unknown): Promise<unknown> {
    if (name !== 'subscription') return { ok: true }
    const { subscription_id, rooms = [], after } = subscriptionSchema.parse(payload)
    for (const room of rooms) connection.rooms.add(room)
    return await new Promise<Subscribed>((resolve, reject) => {
      subscribe(
        { delivery: this.#delivery, log: this.log },
        {
          member: { id: connection.id, userId: connection.id, audience: connection.audience },
          asked: rooms.map((room) => ({ room, wanted: null, after: after?.[room] ?? null })),
          may: async (asked) => new Set(asked),
          answer: (answers) => resolve({ subscription_id, epoch: this.log.epoch, rooms: answers }),
        },
      ).catch(reject)
    })
  }

  #tick(): void {
    if (!this.up) return
    const connections = () =>
      [...this.#connections.values()]
        .filter(({ takesNothing }) => !takesNothing)
        .map(({ id, audience, rooms, caller }) => ({
          id,
          audience,
          rooms: [...rooms],
          sendLatest: ({ type, data }: ServerMessage) => caller.say(type, data),
        }))
    void startHeadTicks({ log: this.log, delivery: this.#delivery, connections, failed: this.#failed })
  }

  /** Rows folded from everything the projector has taken in, as the read models hold them. */
  #rows<Row extends ViewRow>(view: View<Row>, room: Room, upTo: number): Row[] {
    const rows = new Map<string, Row>()
    for (const event of this.#eventsOf(room).slice(0, upTo))
      for (const [id, row] of changesOf(view, event, room, (known) => rows.get(known) ?? null)) row ? rows.set(id, row) : rows.delete(id)
    return [...rows.values()].sort(comparing(view))
  }

  #eventsOf(room: Room): readonly ClinicalEvent[] {
    const whole = new MemoryRoomLog()
    return this.#committed.flatMap((event) => whole.append(event).filter((entry) => entry.room === room)).map(({ event }) => event)
  }

  /** What a list query answers. @param cursor id of the last row that was read @param fresh ignores the projector's lag */
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
    const page = pageOf(view, this.#rows(view, room, seq), { limit, cursor })
    return JSON.parse(JSON.stringify({ ...page, asOf: { epoch: this.log.written, seq }, positions: { [room]: seq } }))
  }

  /** Every event of a room that an audience may see, in order. */
  seenBy(audience: Audience, room: Room): readonly string[] {
    const whole = new MemoryRoomLog()
    return this.#committed
      .flatMap((event) => whole.append(event))
      .filter((entry) => entry.room === room && mayBeSeenBy(entry, audience))
      .map(({ event }) => event.eventId)
  }
}
