import { audienceOf, type Room, type ServerMessage } from '@wardline/events'
import type { Session } from '../platform/session.ts'
import type { Wanted } from './frames.ts'
import type { Member } from './seat.ts'

export interface Line {
  readonly id: string
  send(message: ServerMessage): void
  /** Ends the line once what was sent before is out. */
  hangUp(): void
}

/** At this part of a session's life the client is asked to renew it. */
const RENEW_AT = 0.8

/** One socket of somebody who is signed in: whose it is, how long, and which rooms it asked for. */
export class Connection implements Member {
  readonly id: string
  readonly #line: Line
  readonly #now: () => Date
  readonly #subscriptions = new Map<string, ReadonlyMap<Room, Wanted>>()
  #session: Session
  #timers: NodeJS.Timeout[] = []

  constructor(line: Line, session: Session, now: () => Date) {
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

  send(message: ServerMessage): void {
    this.#line.send(message)
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
