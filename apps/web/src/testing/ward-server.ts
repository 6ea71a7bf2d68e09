import {
  type Audience,
  type ClinicalEvent,
  comparing,
  type Delivery,
  type Room,
  roomsOf,
  type Snapshot,
  type View,
  type ViewRow,
} from '@wardline/events'
import { WardLog } from '@wardline/events/testing'
import type { Transport, TransportEvents } from '@wardline/sync/client'
import { type PresentMember, type RoomAnswer, type Subscription, toUpdate } from '@wardline/sync/protocol'

/** How a frame or a question travels; a test may lose it, hold it back or let it overtake. */
export type Carry = (way: 'down' | 'up', deliver: () => void) => void

const atOnce: Carry = (_, deliver) => queueMicrotask(deliver)

export interface LineOf {
  readonly audience: Audience
  readonly userId: string
  readonly name: string
}

interface Served {
  readonly of: LineOf
  readonly events: TransportEvents
  /** Subscription id by room, as the server keeps it. */
  readonly rooms: Map<Room, string>
  open: boolean
}

/**
 * The server's side of the wire in memory: the real messages over the real log and folds, as realtime.md describes
 * them. Behind the web tests, the fuzz and the frontend-only mode.
 */
export class WardServer {
  log: WardLog
  readonly #carry: Carry
  readonly #lines = new Set<Served>()
  readonly #present = new Map<Room, Map<string, PresentMember>>()
  readonly #closedRooms = new Set<Room>()
  /** Refuses new lines: the cable is out. */
  reachable = true
  /** The server is cut off from the others of its house. */
  hearsLate = false

  constructor(log = new WardLog(), carry: Carry = atOnce) {
    this.log = log
    this.#carry = carry
  }

  /** Something happens: into the log, then to everybody in its rooms. */
  append(...events: readonly ClinicalEvent[]): void {
    for (const event of events) {
      this.log.append(event)
      for (const served of this.#lines) for (const room of roomsOf(event)) if (served.rooms.has(room)) this.#sendLast(served, room, event)
    }
  }

  /** A list as the server would answer it now. The cursor is the last row of the page before. */
  snapshot<Row extends ViewRow>(
    view: View<Row>,
    room: Room,
    { limit = 200, cursor, where }: { limit?: number; cursor?: string | null; where?: (row: Row) => boolean } = {},
  ): Snapshot<Row> {
    const { rows: every, asOf, positions } = this.log.snapshot(view, room)
    const all = (where ? every.filter(where) : every).toSorted(comparing(view))
    const from = cursor ? all.findIndex(({ id }) => id === cursor) + 1 : 0
    const rows = all.slice(from, from + limit)
    return { rows, asOf, positions, nextCursor: from + limit < all.length ? (rows.at(-1)?.id ?? null) : null }
  }

  /** What every screen hears every five seconds (RT5). */
  tick(): void {
    for (const served of this.#lines) {
      const heads = Object.fromEntries([...served.rooms.keys()].map((room) => [room, this.#head(served, room)]))
      this.#down(served, 'tick', { epoch: this.log.epoch, heads, ...(this.hearsLate ? { delayed: true } : {}) })
    }
  }

  /** Every line breaks; whether new ones are taken is `reachable`. */
  cut(): void {
    for (const served of this.#lines) this.#hangUp(served)
  }

  /** The right to a room is gone: whoever is in it leaves, nobody enters again (RT10). */
  revoke(room: Room): void {
    this.#closedRooms.add(room)
    for (const served of this.#lines) if (served.rooms.delete(room)) this.#down(served, 'revoked', { room })
  }

  say(name: string, payload: unknown): void {
    for (const served of this.#lines) this.#down(served, name, payload)
  }

  subscribersOf(room: Room): number {
    return [...this.#lines].filter(({ rooms }) => rooms.has(room)).length
  }

  /** One client's line. `of` is asked at each opening: another person may have signed in meanwhile. */
  line(of: () => LineOf): Transport {
    let served: Served | null = null
    return {
      open: (_ticket, events) => {
        if (served) this.#hangUp(served, false)
        const opening: Served = { of: of(), events, rooms: new Map(), open: true }
        served = opening
        this.#carryReliably(() => {
          if (!opening.open) return
          if (!this.reachable) return this.#hangUp(opening)
          this.#lines.add(opening)
          events.onOpen()
        })
      },
      request: (name, payload) =>
        new Promise((answer, reject) => {
          const asking = served
          if (!asking?.open || !this.#lines.has(asking)) return reject(new Error('the line is closed'))
          this.#carry('up', () => {
            if (!asking.open) return reject(new Error('the line is closed'))
            const said = this.#answer(asking, name, payload)
            this.#carry('down', () => (asking.open ? answer(said) : reject(new Error('the line is closed'))))
          })
        }),
      close: () => {
        if (served) this.#hangUp(served, false)
      },
    }
  }

  #answer(served: Served, name: string, payload: unknown): unknown {
    if (name === 'subscription') return this.#subscribe(served, payload as Subscription)
    if (name === 'presence') return this.#presence(served, payload as { room: Room; doing: PresentMember['doing']; subject?: string })
    if (name === 'unsubscription') {
      const { subscription_id } = payload as { subscription_id: string }
      for (const [room, id] of served.rooms) if (id === subscription_id) served.rooms.delete(room)
    }
    return {}
  }

  #subscribe(served: Served, { subscription_id, rooms = [], after }: Subscription) {
    const answers = rooms.map((room): [Room, RoomAnswer] => {
      if (this.#closedRooms.has(room)) return [room, { refused: 'NO_ACCESS_TO_PATIENT' }]
      served.rooms.set(room, subscription_id)
      const from = after?.[room]
      const head = this.#head(served, room)
      if (!from) return [room, { head, missed: [] }]
      if (from.epoch !== this.log.epoch) return [room, { resync: 'epoch-changed', head }]
      if (from.seq > this.log.head(room)) return [room, { resync: 'beyond-head', head }]
      const missed = this.log.deliveries(room, served.of.audience, from.seq).flatMap((delivery) => updateOf(delivery))
      return [room, { head, missed }]
    })
    return { subscription_id, epoch: this.log.epoch, rooms: Object.fromEntries(answers) }
  }

  #presence(served: Served, { room, doing, subject }: { room: Room; doing: PresentMember['doing']; subject?: string }) {
    const { userId, name } = served.of
    const members = this.#present.get(room) ?? new Map<string, PresentMember>()
    const since = members.get(userId)?.since ?? new Date().toISOString()
    this.#present.set(room, members.set(userId, { user: { userId, name }, doing, since, ...(subject ? { subject } : {}) }))
    for (const other of this.#lines) if (other.rooms.has(room)) this.#down(other, 'presence', { room, members: [...members.values()] })
    return {}
  }

  #head({ of }: Served, room: Room): number {
    return this.log.deliveries(room, of.audience).at(-1)?.seq ?? 0
  }

  #sendLast(served: Served, room: Room, event: ClinicalEvent): void {
    const last = this.log.deliveries(room, served.of.audience).at(-1)
    if (last?.event?.eventId === event.eventId && last.seq === this.log.head(room))
      for (const update of updateOf(last)) this.#down(served, 'update', update)
  }

  #down(served: Served, name: string, payload: unknown): void {
    // Through JSON, as over the wire: what is undefined is not sent, and nothing is shared.
    const text = JSON.stringify(payload)
    this.#carry('down', () => served.open && served.events.onMessage(name, JSON.parse(text)))
  }

  #hangUp(served: Served, tell = true): void {
    if (!served.open) return
    served.open = false
    this.#lines.delete(served)
    if (tell) this.#carryReliably(() => served.events.onClose())
  }

  /** That a line opened or broke is never lost: the browser itself notices it. */
  #carryReliably(tell: () => void): void {
    queueMicrotask(tell)
  }
}

const updateOf = (delivery: Delivery) =>
  delivery.event
    ? [
        toUpdate(delivery.event, delivery, {
          marks: { received: Date.now(), committed: Date.now(), relayed: Date.now(), delivered: Date.now() },
        }),
      ]
    : []
