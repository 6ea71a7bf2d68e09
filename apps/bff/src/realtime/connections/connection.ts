import { audienceOf, type Room } from '@wardline/events'
import type { ServerMessage } from '@wardline/sync/protocol'
import { type Member, type ResourceFilter, RoomRequests } from '@wardline/sync/server'
import type { Session } from '../../auth/sessions.ts'
import type { PresenceSignal } from '../../bus/bus.ts'

export interface Transport {
  readonly id: string
  send(message: ServerMessage): void
  /** Whether the send window is open (RT15). */
  canSend(): boolean
  /** Closes the socket once earlier messages were sent, or after a short limit. */
  close(): void
}

/** The client is reminded to renew its session at this part of its life. */
const RENEW_AT = 0.8
/** Notifications that wait for the window; more in the seconds until it reopens or times out means a broken client. */
const WAITING_NOTIFICATIONS = 64

interface Announced {
  readonly signal: PresenceSignal
  readonly until: number
}

interface Waiting {
  readonly notifications: ServerMessage[]
  /** Rooms whose presence changed while the window was closed. */
  readonly presenceOf: Set<Room>
}
const nothingWaiting = (): Waiting => ({ notifications: [], presenceOf: new Set() })

/** One socket of a signed-in user: its session, its rooms, its presence, and the messages that wait for its window. */
export class Connection implements Member {
  readonly id: string
  readonly #transport: Transport
  readonly #now: () => Date
  readonly #requests = new RoomRequests()
  /** The last announced activity by room; null for the many connections that announce none. */
  #announced: Map<Room, Announced> | null = null
  #waiting: Waiting | null = null
  #session: Session
  #timers: NodeJS.Timeout[] = []

  constructor(transport: Transport, session: Session, now: () => Date) {
    this.id = transport.id
    this.#transport = transport
    this.#now = now
    this.#session = session
    this.renew(session)
  }

  get session(): Session {
    return this.#session
  }
  get userId(): string {
    return this.#session.user.userId
  }
  get audience() {
    return audienceOf(this.#session.user.role)
  }
  get rooms(): readonly Room[] {
    return this.#requests.rooms
  }

  /** Extends the session; nothing is sent after its end (S3). */
  renew(session: Session): void {
    this.#session = session
    this.#stopTimers()
    const left = Math.max(0, session.expiresAt.getTime() - this.#now().getTime())
    this.#timers = [
      setTimeout(() => this.send({ type: 'session', data: { state: 'expiring', at: session.expiresAt.toISOString() } }), left * RENEW_AT),
      setTimeout(() => this.end('expired'), left),
    ]
    for (const timer of this.#timers) timer.unref()
  }

  /** Whether the send window is open (RT15). */
  get canSend(): boolean {
    return this.#transport.canSend()
  }

  send(message: ServerMessage): void {
    this.#transport.send(message)
  }

  /** Sends unless the window is closed: the next message replaces this one. */
  sendLatest(message: ServerMessage): void {
    if (this.canSend) this.send(message)
  }

  /** Sends a notification; returns false when it waits for the window. */
  notify(message: ServerMessage): boolean {
    if (!this.#waiting && this.canSend) {
      this.send(message)
      return true
    }
    this.#waiting ??= nothingWaiting()
    this.#waiting.notifications.push(message)
    if (this.#waiting.notifications.length > WAITING_NOTIFICATIONS) this.closeLagging()
    return false
  }

  /** The presence of the room is sent when the window reopens. */
  deferPresenceOf(room: Room): void {
    this.#waiting ??= nothingWaiting()
    this.#waiting.presenceOf.add(room)
  }

  /** The window reopened: sends what waited, notifications first. */
  onWindowOpen(presenceOf: (room: Room) => ServerMessage): void {
    const { notifications, presenceOf: changed } = this.#waiting ?? nothingWaiting()
    this.#waiting = null
    for (const notification of notifications) this.send(notification)
    const current = new Set(this.rooms)
    for (const room of changed) if (current.has(room)) this.send(presenceOf(room))
  }

  /** Returns the activity that the user announced in a room; null when it has expired. */
  announcedIn(room: Room, at: Date): PresenceSignal | null {
    const announced = this.#announced?.get(room)
    return announced && announced.until > at.getTime() ? announced.signal : null
  }
  announce(signal: PresenceSignal, until: number): void {
    this.#announced ??= new Map()
    this.#announced.set(signal.room, { signal, until })
  }
  /** Returns whether an activity had been announced. */
  withdrawIn(room: Room): boolean {
    return this.#announced?.delete(room) ?? false
  }

  /** The window timed out: a client that still reads resynchronises, any other finds the connection closed (RT15). */
  closeLagging(): void {
    for (const room of this.rooms) this.send({ type: 'resync', data: { room, reason: 'too-far-behind' } })
    this.#stopTimers()
    this.#transport.close()
  }

  /** Sends the reason, then closes. */
  end(state: 'expired' | 'ended'): void {
    this.#stopTimers()
    this.send({ type: 'session', data: { state, at: this.#now().toISOString() } })
    this.#transport.close()
  }

  onClosed(): void {
    this.#stopTimers()
    this.#requests.clear()
    this.#waiting = null
    this.#announced = null
  }

  subscribe(subscriptionId: string, rooms: readonly Room[], filter: ResourceFilter): void {
    this.#requests.subscribe(subscriptionId, rooms, filter)
  }

  /** Returns the rooms that no other subscription of this connection names. */
  unsubscribe(subscriptionId: string): readonly Room[] {
    return this.#requests.unsubscribe(subscriptionId)
  }

  leave(room: Room): void {
    this.withdrawIn(room)
    this.#requests.remove(room)
  }

  filterOf(room: Room): ResourceFilter {
    return this.#requests.filterOf(room)
  }

  #stopTimers(): void {
    for (const timer of this.#timers) clearTimeout(timer)
  }
}
