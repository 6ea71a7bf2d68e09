import { type Audience, isUrgent, type Room } from '@wardline/events'
import type { ResyncReason } from '../../protocol/index.ts'
import { type LogEntry, mayBeSeenBy } from '../log/positions.ts'
import type { Reader, ResourceFilter } from './frames.ts'

/** One socket that reads rooms; its back-pressure is its send window (`delivery/slow-consumers.ts`). */
export interface Member {
  readonly id: string
  readonly userId: string
  readonly audience: Audience
}

/**
 * How a subscriber receives the room's stream.
 * `buffering`: the log is being read for it; entries of the stream are kept until the result is sent (RT8).
 * `direct`: acknowledged; receives its frames one by one until its position equals the stream's.
 * `broadcast`: member of a shard; its position is the stream's.
 * `backpressured`: its send window is closed; only its position is kept, and the log is read from there when the window
 * reopens (RT15).
 */
export type SubscriberState = 'buffering' | 'direct' | 'broadcast' | 'backpressured'

/**
 * A member's subscription to one room: the state machine of its delivery. Each transition is a method that throws when
 * the state does not allow it. Entries are held in `buffering` alone, a shard in `broadcast` alone, and a pending resync
 * survives until the member was sent it.
 */
export class Subscriber {
  readonly room: Room
  readonly member: Member
  readonly filter: ResourceFilter
  #state: SubscriberState = 'buffering'
  #sentUpTo = 0
  #buffer: LogEntry[] = []
  #shard: string | null = null
  #lacksUrgent = false
  #pendingResync: ResyncReason | null = null

  constructor(room: Room, member: Member, filter: ResourceFilter) {
    this.room = room
    this.member = member
    this.filter = filter
  }

  get state(): SubscriberState {
    return this.#state
  }
  /** The member was sent every entry up to this one that it may see; not maintained in `broadcast`. */
  get sentUpTo(): number {
    return this.#sentUpTo
  }
  /** How many entries wait in the buffer. */
  get buffered(): number {
    return this.#buffer.length
  }
  get shard(): string | null {
    return this.#shard
  }
  /** An alert is among the entries that it lacks. */
  get lacksUrgent(): boolean {
    return this.#lacksUrgent
  }
  /** Why the log cannot continue from its position (RT7); null when it can. */
  get pendingResync(): ResyncReason | null {
    return this.#pendingResync
  }
  get reader(): Reader {
    return { audience: this.member.audience, filter: this.filter }
  }

  /** Keeps entries of the stream until the log was read. */
  keep(entries: readonly LogEntry[]): void {
    this.#mustBe('buffering')
    this.#buffer.push(...entries)
  }

  /** → direct, at `position`. Returns the buffered entries after it, which are to be sent next. */
  goDirect(position: number): readonly LogEntry[] {
    this.#mustBe('buffering', 'backpressured')
    const entries = this.#buffer.filter(({ seq }) => seq > position)
    this.#buffer = []
    this.#state = 'direct'
    this.#sentUpTo = position
    this.#lacksUrgent = false
    return entries
  }

  /** The entries up to `seq` were sent. */
  advance(seq: number): void {
    this.#mustBe('direct')
    this.#sentUpTo = Math.max(this.#sentUpTo, seq)
  }

  /** direct → broadcast, as a member of this shard. */
  joinShard(shard: string): void {
    this.#mustBe('direct')
    this.#state = 'broadcast'
    this.#shard = shard
  }

  /** → backpressured, at `position`. @param resync why the log cannot continue from there */
  block(position: number, resync: ResyncReason | null = null): void {
    this.#state = 'backpressured'
    this.#sentUpTo = position
    this.#buffer = []
    this.#shard = null
    this.#pendingResync = resync
  }

  /** Notes whether an alert is among the entries that it misses while backpressured. */
  miss(entries: readonly LogEntry[]): void {
    this.#mustBe('backpressured')
    this.#lacksUrgent ||= entries.some((entry) => isUrgent(entry.event.type) && mayBeSeenBy(entry, this.member.audience))
  }

  /** Notes that the frame at which its window closed carried an alert. */
  missUrgent(): void {
    this.#mustBe('backpressured')
    this.#lacksUrgent = true
  }

  /** backpressured → buffering: the window reopened and the log is read from `sentUpTo`. */
  resume(): void {
    this.#mustBe('backpressured')
    this.#state = 'buffering'
    this.#buffer = []
  }

  /** Its position is invalid (RT7): nothing more is sent before the resync. A subscriber that is buffering stays so. */
  invalidate(reason: ResyncReason): void {
    this.#pendingResync = reason
    this.#buffer = []
    this.#shard = null
    if (this.#state !== 'buffering') this.#state = 'backpressured'
  }

  /** The resync is on its way to the member. */
  clearResync(): void {
    this.#pendingResync = null
  }

  #mustBe(...states: readonly SubscriberState[]): void {
    if (!states.includes(this.#state)) throw new Error(`A ${this.#state} subscriber must be ${states.join(' or ')}.`)
  }
}
