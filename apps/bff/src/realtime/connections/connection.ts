import { audienceOf, type Room } from '@wardline/events'
import type { ServerMessage } from '@wardline/sync/protocol'
import type { Session } from '../../auth/sessions.ts'
import type { PresenceSignal } from '../../bus/bus.ts'
import type { Wanted } from '../rooms/frames.ts'
import type { Member } from '../rooms/subscriber.ts'

export interface Transport {
  readonly id: string
  send(message: ServerMessage): void
  /** Whether its window is open (RT15). */
  takes(): boolean
  /** Ends the line once what was sent before is out, or soon. */
  hangUp(): void
}

/** At this part of a session's life the client is asked to renew it. */
const RENEW_AT = 0.8
/** Calls that wait for a window; nobody misses more in the seconds until it opens or is closed for good. */
const CALLS = 64

interface Doing {
  readonly said: PresenceSignal
  readonly until: number
}

interface Waiting {
  readonly calls: ServerMessage[]
  /** Rooms whose company changed meanwhile. */
  readonly company: Set<Room>
}
const nothing = (): Waiting => ({ calls: [], company: new Set() })

/** One socket of somebody who is signed in: whose it is, how long, and which rooms it asked for. */
export class Connection implements Member {
  readonly id: string
  readonly #line: Transport
  readonly #now: () => Date
  readonly #subscriptions = new Map<string, ReadonlyMap<Room, Wanted>>()
  /** What this person said last that they do in a room; most say nothing, and then there is no map. */
  #doing: Map<Room, Doing> | null = null
  /** What waits for the window to open. */
  #waiting: Waiting | null = null
  #session: Session
  #timers: NodeJS.Timeout[] = []

  constructor(line: Transport, session: Session, now: () => Date) {
    this.id = line.id
    this.#line = line
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

  /** Goes on with a later end (S3: nothing is sent after it). */
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

  /** Whether its window is open (RT15). */
  get takes(): boolean {
    return this.#line.takes()
  }

  send(message: ServerMessage): void {
    this.#line.send(message)
  }

  /** What the next one makes old: not said while the window is closed. */
  sendLatest(message: ServerMessage): void {
    if (this.takes) this.send(message)
  }

  /** Calls the person; false when that waits for the window. */
  call(message: ServerMessage): boolean {
    if (!this.#waiting && this.takes) {
      this.send(message)
      return true
    }
    this.#waiting ??= nothing()
    this.#waiting.calls.push(message)
    if (this.#waiting.calls.length > CALLS) this.cut()
    return false
  }

  /** Who is in the room could not be said. */
  missedCompanyOf(room: Room): void {
    this.#waiting ??= nothing()
    this.#waiting.company.add(room)
  }

  /** The window is open again: calls first. */
  opened(companyOf: (room: Room) => ServerMessage): void {
    const { calls, company } = this.#waiting ?? nothing()
    this.#waiting = null
    for (const call of calls) this.send(call)
    const among = new Set(this.rooms)
    for (const room of company) if (among.has(room)) this.send(companyOf(room))
  }

  /** What the person said they do in a room, while it is true. */
  saysIn(room: Room, at: Date): PresenceSignal | null {
    const doing = this.#doing?.get(room)
    return doing && doing.until > at.getTime() ? doing.said : null
  }
  says(said: PresenceSignal, until: number): void {
    this.#doing ??= new Map()
    this.#doing.set(said.room, { said, until })
  }
  /** Answers whether they had said anything. */
  fallsSilentIn(room: Room): boolean {
    return this.#doing?.delete(room) ?? false
  }

  /** The window stayed closed: whoever reads this yet begins anew, everybody else finds the line closed (RT15). */
  cut(): void {
    for (const room of this.rooms) this.send({ type: 'resync', data: { room, reason: 'too-far-behind' } })
    this.#stopTimers()
    this.#line.hangUp()
  }

  /** Says why, then closes. */
  end(state: 'expired' | 'ended'): void {
    this.#stopTimers()
    this.send({ type: 'session', data: { state, at: this.#now().toISOString() } })
    this.#line.hangUp()
  }

  closed(): void {
    this.#stopTimers()
    this.#subscriptions.clear()
    this.#waiting = null
    this.#doing = null
  }

  get rooms(): readonly Room[] {
    return [...new Set([...this.#subscriptions.values()].flatMap((rooms) => [...rooms.keys()]))]
  }

  subscribe(subscriptionId: string, rooms: readonly Room[], wanted: Wanted): void {
    const before = this.#subscriptions.get(subscriptionId)
    this.#subscriptions.set(subscriptionId, new Map([...(before ?? []), ...rooms.map((room) => [room, wanted] as const)]))
  }

  /** Answers the rooms that nothing else of this socket needs. */
  unsubscribe(subscriptionId: string): readonly Room[] {
    const left = [...(this.#subscriptions.get(subscriptionId)?.keys() ?? [])]
    this.#subscriptions.delete(subscriptionId)
    const needed = new Set(this.rooms)
    return left.filter((room) => !needed.has(room))
  }

  forget(room: Room): void {
    this.fallsSilentIn(room)
    for (const [id, rooms] of this.#subscriptions) this.#subscriptions.set(id, new Map([...rooms].filter(([of]) => of !== room)))
  }

  /** What the subscriptions want of a room together. */
  wantedOf(room: Room): Wanted {
    const all = [...this.#subscriptions.values()].flatMap((rooms) => (rooms.has(room) ? [rooms.get(room) ?? null] : []))
    return all.some((wanted) => wanted === null) ? null : new Set(all.flatMap((wanted) => [...(wanted ?? [])]))
  }

  #stopTimers(): void {
    for (const timer of this.#timers) clearTimeout(timer)
  }
}
