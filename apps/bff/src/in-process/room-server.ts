import { type Audience, audienceOf, type PresentMember, type Room, type Subscribed, type Subscription, toUpdate } from '@wardline/events'
import type { Session } from '../auth/sessions.ts'
import type { RoomsAdvanced } from '../bus/bus.ts'
import { roomsOpenTo } from '../commands/permits.ts'
import type { Core } from '../composition/services.ts'
import { mayChangeRights } from '../realtime/connections/room-access.ts'
import { emptyHead, type LogEntry, lastOf, mayBeSeenBy, prevOf } from '../record/log/positions.ts'

/** What a browser is told about its line. */
export interface LineEvents {
  readonly opened: () => void
  readonly closed: () => void
  readonly message: (name: string, payload: unknown) => void
}

/** One browser's line; what the screens call a transport. */
export interface Line {
  open(ticket: string, events: LineEvents): void
  ask(name: string, payload: unknown): Promise<unknown>
  close(): void
}

interface Connection {
  readonly session: Session
  readonly audience: Audience
  readonly events: LineEvents
  /** By room: the subscription, and the newest entry that was sent or is known. */
  readonly rooms: Map<Room, { readonly subscriptionId: string; seq: number }>
  isOpen: boolean
  /** Answers and deliveries of one line in the order they were caused. */
  queue: Promise<unknown>
}

/** More than a screen can have missed within one test or one browser. */
const LIMIT = 5_000
const CLOSED = 'the line is closed'

type CoreOfRooms = Pick<Core, 'log' | 'bus' | 'sessions' | 'rights' | 'logger'>

/**
 * Sockets without a network, over the room log of the database: subscriptions by the real rights, deliveries as they are
 * committed, head ticks (RT5) and presence. Nothing is coalesced and no window ever closes.
 */
export class RoomServer {
  readonly #core: CoreOfRooms
  readonly #connections = new Set<Connection>()
  readonly #present = new Map<Room, Map<string, PresentMember>>()
  readonly #stops: readonly (() => void)[]
  /** false: the cable is out, and lines that open are closed at once. */
  reachable = true
  /** true: ticks say that this instance hears the others late (RT5). */
  delayed = false

  constructor(core: CoreOfRooms) {
    this.#core = core
    this.#stops = [
      core.bus.subscribe('recorded', (advanced) => this.#deliver(advanced)),
      core.bus.subscribe('sessionEnded', ({ sessionHash }) => {
        for (const connection of this.#connections) if (connection.session.sessionHash === sessionHash) this.#end(connection)
      }),
      core.bus.subscribe('staffChanged', ({ userId }) => {
        for (const connection of this.#connections)
          if (connection.session.user.userId === userId) this.#queue(connection, () => this.#recheck(connection))
      }),
      core.bus.subscribe('notice', ({ userId, message }) => {
        for (const connection of this.#connections)
          if (connection.session.user.userId === userId) this.#send(connection, message.type, message.data)
      }),
    ]
  }

  line(): Line {
    let connection: Connection | null = null
    let opening = 0
    return {
      open: (ticket, events) => {
        if (connection) this.#hangUp(connection, false)
        opening += 1
        const mine = opening
        void this.#connect(ticket, events).then((made) => {
          if (mine !== opening) return made && this.#hangUp(made, false)
          connection = made
          if (made) events.opened()
          else events.closed()
        })
      },
      ask: (name, payload) => {
        const asking = connection
        if (!asking?.isOpen) return Promise.reject(new Error(CLOSED))
        return this.#queue(asking, async () => {
          const answer = asking.isOpen ? await this.#answer(asking, name, JSON.parse(JSON.stringify(payload)) as never) : null
          if (!asking.isOpen) throw new Error(CLOSED)
          return JSON.parse(JSON.stringify(answer))
        })
      },
      close: () => {
        opening += 1
        if (connection) this.#hangUp(connection, false)
      },
    }
  }

  /** Sends every line the heads of its rooms (RT5). */
  async tick(): Promise<void> {
    await Promise.all([...this.#connections].map((connection) => this.#queue(connection, () => this.#tick(connection))))
  }

  /** Every line breaks. */
  cut(): void {
    for (const connection of this.#connections) this.#hangUp(connection)
  }

  subscribersOf(room: Room): number {
    return [...this.#connections].filter(({ rooms }) => rooms.has(room)).length
  }

  close(): void {
    for (const stop of this.#stops) stop()
    for (const connection of this.#connections) this.#hangUp(connection, false)
  }

  async #connect(ticket: string, events: LineEvents): Promise<Connection | null> {
    const session = this.reachable ? await this.#core.sessions.redeem(ticket) : null
    if (!session) return null
    const audience = audienceOf(session.user.role)
    const connection: Connection = { session, audience, events, rooms: new Map(), isOpen: true, queue: Promise.resolve() }
    this.#connections.add(connection)
    return connection
  }

  #queue<T>(connection: Connection, work: () => Promise<T>): Promise<T> {
    const done = connection.queue.then(work)
    connection.queue = done.catch((error) => connection.isOpen && this.#core.logger.error({ err: error }, 'a message failed'))
    return done
  }

  async #answer(connection: Connection, name: string, payload: never): Promise<object> {
    if (name === 'subscription') return this.#subscribe(connection, payload)
    if (name === 'presence') this.#sayPresence(connection, payload)
    if (name === 'unsubscription') {
      const { subscription_id } = payload as { subscription_id: string }
      for (const [room, { subscriptionId }] of connection.rooms) if (subscriptionId === subscription_id) this.#leave(connection, room)
    }
    return {}
  }

  async #subscribe(connection: Connection, { subscription_id, rooms = [], after = {} }: Subscription): Promise<Subscribed> {
    const { log, rights } = this.#core
    const open = await roomsOpenTo(connection.session.user, rights, rooms)
    // Before the log is read: what is committed from now on waits in the queue and is dropped where it was read.
    for (const room of rooms) if (open.has(room)) connection.rooms.set(room, { subscriptionId: subscription_id, seq: 0 })
    const read = await log.read(new Map(rooms.map((room) => [room, after[room]?.seq ?? Number.MAX_SAFE_INTEGER])), LIMIT)
    const answers = rooms.map((room): [Room, Subscribed['rooms'][Room]] => {
      const place = connection.rooms.get(room)
      if (!open.has(room) || !place) return [room, { refused: 'NO_ACCESS_TO_PATIENT' }]
      const { head: roomHead, entries } = read.get(room) ?? { head: emptyHead, entries: [] }
      place.seq = roomHead.seq
      const head = lastOf(roomHead, connection.audience)
      const from = after[room]
      if (from && from.epoch !== log.epoch) return [room, { resync: 'epoch-changed', head }]
      if (from && from.seq > roomHead.seq) return [room, { resync: 'beyond-head', head }]
      return [room, { head, missed: entries.flatMap((entry) => this.#updateFor(connection, entry)) }]
    })
    return { subscription_id, epoch: log.epoch, rooms: Object.fromEntries(answers) }
  }

  #deliver({ entries, marks }: RoomsAdvanced): void {
    const isAboutRights = mayChangeRights(entries)
    for (const connection of this.#connections)
      void this.#queue(connection, async () => {
        for (const entry of entries) {
          const place = connection.rooms.get(entry.room)
          if (!place || entry.seq <= place.seq) continue
          place.seq = entry.seq
          for (const update of this.#updateFor(connection, entry, marks)) this.#send(connection, 'update', update)
        }
        if (isAboutRights) await this.#recheck(connection)
      })
  }

  #updateFor({ audience }: Connection, entry: LogEntry, marks?: RoomsAdvanced['marks']) {
    if (!mayBeSeenBy(entry, audience)) return []
    const at = { room: entry.room, epoch: this.#core.log.epoch, seq: entry.seq, prev: prevOf(entry, audience) }
    const now = Date.now()
    return [toUpdate(entry.event, at, { marks: { received: now, committed: now, ...marks, relayed: now, delivered: now } })]
  }

  async #tick(connection: Connection): Promise<void> {
    const { log } = this.#core
    const heads = connection.rooms.size > 0 ? await log.heads([...connection.rooms.keys()]) : new Map()
    this.#send(connection, 'tick', {
      epoch: log.epoch,
      heads: Object.fromEntries([...heads].map(([room, head]) => [room, lastOf(head, connection.audience)])),
      ...(this.delayed ? { delayed: true } : {}),
    })
  }

  /** Takes the person out of rooms they have lost the right to, and ends the line of a session that is over (RT10). */
  async #recheck(connection: Connection): Promise<void> {
    const { sessions, rights } = this.#core
    if (!(await sessions.byHash(connection.session.sessionHash))) return this.#end(connection)
    const open = await roomsOpenTo(connection.session.user, rights, [...connection.rooms.keys()])
    for (const room of connection.rooms.keys()) {
      if (open.has(room)) continue
      this.#leave(connection, room)
      this.#send(connection, 'revoked', { room })
    }
  }

  #sayPresence({ session }: Connection, { room, doing, subject }: { room: Room; doing: PresentMember['doing']; subject?: string }): void {
    const { userId, name } = session.user
    const members = this.#present.get(room) ?? new Map<string, PresentMember>()
    const since = members.get(userId)?.since ?? new Date().toISOString()
    this.#present.set(room, members.set(userId, { user: { userId, name }, doing, since, ...(subject ? { subject } : {}) }))
    this.#tellPresence(room)
  }

  #tellPresence(room: Room): void {
    const members = [...(this.#present.get(room)?.values() ?? [])]
    for (const connection of this.#connections) if (connection.rooms.has(room)) this.#send(connection, 'presence', { room, members })
  }

  #leave(connection: Connection, room: Room): void {
    connection.rooms.delete(room)
    if (this.#present.get(room)?.delete(connection.session.user.userId)) this.#tellPresence(room)
  }

  #end(connection: Connection): void {
    this.#send(connection, 'session', { state: 'ended', at: new Date().toISOString() })
    queueMicrotask(() => this.#hangUp(connection))
  }

  #hangUp(connection: Connection, tell = true): void {
    if (!connection.isOpen) return
    connection.isOpen = false
    this.#connections.delete(connection)
    for (const room of [...connection.rooms.keys()]) this.#leave(connection, room)
    if (tell) queueMicrotask(() => connection.events.closed())
  }

  /** Through JSON, as over the wire: nothing is shared. */
  #send(connection: Connection, name: string, payload: unknown): void {
    const text = JSON.stringify(payload)
    queueMicrotask(() => connection.isOpen && connection.events.message(name, JSON.parse(text)))
  }
}
