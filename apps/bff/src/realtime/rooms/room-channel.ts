import { type Audience, type Epoch, isUrgent, type Room } from '@wardline/events'
import type { ResyncReason, ServerMessage } from '@wardline/sync/protocol'
import { type LogEntry, lastOf, mayBeSeenBy, type RoomHead } from '../../record/log/positions.ts'
import type { ReadOf } from '../../record/log/room-log.ts'
import type { Broadcaster } from './broadcaster.ts'
import { supersededVitals } from './conflate.ts'
import { framesOf, hasUrgent, type Marks, positionBefore, type UpdateFrame, updatesFor, type Wanted } from './frames.ts'
import { RoomCursor } from './room-cursor.ts'
import { Shards } from './shards.ts'
import { type Member, type Subscriber, subscriberFor } from './subscriber.ts'

/** Frames for one shard, sent in one turn. */
export interface ShardBatch {
  readonly shard: string
  readonly members: number
  readonly frames: readonly UpdateFrame[]
}

export interface RoomChannelOptions {
  readonly outlet: Broadcaster
  /** A member's window is closed, and one of its seats here lags behind. */
  readonly lags: (memberId: string, channel: RoomChannel) => void
}

/**
 * One room with somebody in it: how far it was sent, and who follows. Knows no clock and no log; `delivery` feeds
 * it entries in order and takes the pieces it answers.
 */
export class RoomChannel {
  readonly room: Room
  readonly #parts: RoomChannelOptions
  readonly #subscribers = new Map<string, Subscriber>()
  readonly #shards: Shards
  readonly cursor = new RoomCursor()
  #epoch: Epoch
  /** Pieces of the last batch are still leaving: nobody may join the stream in the middle of it. */
  leaving = false

  constructor(room: Room, epoch: Epoch, parts: RoomChannelOptions) {
    this.room = room
    this.#epoch = epoch
    this.#parts = parts
    this.#shards = new Shards(room, parts.outlet)
  }

  get position(): number | null {
    return this.cursor.head?.seq ?? null
  }
  get size(): number {
    return this.#subscribers.size
  }
  get subscribers(): readonly Subscriber[] {
    return [...this.#subscribers.values()]
  }
  subscriberOf(memberId: string): Subscriber | null {
    return this.#subscribers.get(memberId) ?? null
  }

  /** From now on nothing is missed: what arrives before the answer is kept (RT8). */
  subscribe(member: Member, wanted: Wanted): Subscriber {
    this.unsubscribe(member.id)
    const seat = subscriberFor(this.room, member, wanted)
    this.#subscribers.set(member.id, seat)
    return seat
  }

  unsubscribe(memberId: string): void {
    const seat = this.#subscribers.get(memberId)
    if (seat) this.#shards.leave(seat)
    this.#subscribers.delete(memberId)
  }

  /** Whether this reader, standing at `seq`, lacks nothing of what the stream has sent: then the log need not be read. */
  lacksNothing(seq: number, audience: Audience): boolean {
    const { head } = this.cursor
    return head !== null && !this.leaving && seq <= head.seq && seq >= lastOf(head, audience)
  }

  /** Nobody who is here can be carried on (RT7): nothing is sent to them before `restart`. Whoever comes from now on is not concerned. */
  resetForEpoch(reason: ResyncReason, epoch: Epoch): void {
    this.#epoch = epoch
    this.cursor.forget()
    this.leaving = false
    for (const seat of this.#subscribers.values()) {
      this.#shards.leave(seat)
      seat.pendingResync = reason
      if (seat.state !== 'waiting') seat.state = 'lagging'
    }
  }

  /** The stream stands at the head. Whoever cannot be told now is told first thing when their window has room again. */
  restart(head: RoomHead): void {
    this.cursor.restart(head)
    for (const seat of this.#subscribers.values())
      if (seat.state === 'lagging' && seat.pendingResync) this.#resync(seat, seat.pendingResync, head.seq)
  }

  /** The seat was answered up to `from`: what was kept beyond that follows, then the stream. Answers whether its window took all of it. */
  answered(seat: Subscriber, from: number): boolean {
    if (this.#subscribers.get(seat.member.id) !== seat) return true
    const kept = seat.buffer.filter(({ seq }) => seq > from)
    seat.buffer = []
    seat.sentUpTo = from
    // The stream may have begun, for somebody else, beyond what was read for this one.
    if ((this.position ?? 0) > from && kept[0]?.seq !== from + 1) {
      this.#lag(seat, from)
      return true
    }
    seat.state = 'following'
    const took = this.#follow(seat, kept)
    this.#settle(seat)
    return took
  }

  /** Something waits, and the batch before has left. */
  get ready(): boolean {
    return !this.leaving && this.cursor.ready
  }

  /** Takes all that waits: single followers get theirs at once, the shards' pieces are answered, in order. */
  take(marksOf: (entry: LogEntry) => Marks): { readonly entries: readonly LogEntry[]; readonly pieces: readonly ShardBatch[] } {
    const entries = this.cursor.take()
    for (const seat of this.#subscribers.values()) {
      if (seat.state === 'waiting') seat.buffer.push(...entries)
      else if (seat.state === 'following') this.#follow(seat, entries)
      else if (seat.state === 'lagging') this.#lacks(seat, entries)
    }
    const pieces = this.#shards.groups.flatMap(({ reader, shards }) => {
      const frames = framesOf(updatesFor(reader, this.#epoch, entries, { marksOf }))
      return frames.length > 0 ? shards.map(({ name, members }) => ({ shard: name, members, frames })) : []
    })
    this.leaving = pieces.length > 0
    if (!this.leaving) this.settle()
    return { entries, pieces }
  }

  /** The batch has left: whoever follows by themselves and has nothing more to wait for joins the stream. */
  settle(): void {
    this.leaving = false
    for (const seat of this.#subscribers.values()) this.#settle(seat)
  }

  /** To everyone who has been answered, whatever they may read. Answers to whom it could not be handed. */
  toAll(message: ServerMessage): readonly string[] {
    const { outlet } = this.#parts
    const untold: string[] = []
    for (const { shards } of this.#shards.groups) for (const { name } of shards) untold.push(...outlet.toShard(name, message))
    for (const { state, member } of this.#subscribers.values())
      if (state === 'lagging' || (state === 'following' && !outlet.toMember(member.id, message))) untold.push(member.id)
    return untold
  }

  /** A frame of the stream was not handed to this member: from there on the log carries it alone. */
  fellBehind(memberId: string, frame: UpdateFrame): void {
    const seat = this.#subscribers.get(memberId)
    if (seat?.state !== 'joined') return
    this.#lag(seat, positionBefore(frame, this.room))
    seat.urgent = hasUrgent(frame)
  }

  /** The member's window has room again: what is taken from now on is kept until the log was read for the seat. */
  resume(memberId: string): Subscriber | null {
    const seat = this.#subscribers.get(memberId)
    if (seat?.state !== 'lagging') return null
    seat.state = 'waiting'
    seat.buffer = []
    return seat
  }

  /** The log was read for a seat that lagged; it lags on when there is more. Answers whether its window took all of it. */
  carryOn(seat: Subscriber, { head, entries }: ReadOf): boolean {
    if (this.#subscribers.get(seat.member.id) !== seat || seat.state !== 'waiting') return true
    const reason = seat.pendingResync ?? (seat.sentUpTo + 1 < head.low ? 'below-low' : null)
    if (reason) return this.#resync(seat, reason, head.seq)
    const kept = seat.buffer
    seat.buffer = []
    seat.urgent = false
    seat.state = 'following'
    if (!this.#follow(seat, entries, supersededVitals(entries))) return false
    if (seat.sentUpTo < head.seq) {
      this.#lag(seat, seat.sentUpTo)
      return true
    }
    seat.buffer = kept
    return this.answered(seat, seat.sentUpTo)
  }

  /** The log could not be read for it. */
  lagOn(seat: Subscriber): void {
    if (this.#subscribers.get(seat.member.id) === seat && seat.state === 'waiting') this.#lag(seat, seat.sentUpTo, seat.pendingResync)
  }

  #follow(seat: Subscriber, entries: readonly LogEntry[], bare?: ReadonlySet<LogEntry>): boolean {
    const reader = { audience: seat.member.audience, wanted: seat.wanted }
    const after = entries.filter(({ seq }) => seq > seat.sentUpTo)
    for (const frame of framesOf(updatesFor(reader, this.#epoch, after, bare ? { bare } : {})))
      if (!this.#parts.outlet.toMember(seat.member.id, frame)) {
        const from = positionBefore(frame, this.room)
        this.#lag(seat, from)
        this.#lacks(
          seat,
          after.filter(({ seq }) => seq > from),
        )
        return false
      }
    seat.sentUpTo = Math.max(seat.sentUpTo, entries.at(-1)?.seq ?? seat.sentUpTo)
    return true
  }

  /** Answers whether it could be told. */
  #resync(seat: Subscriber, reason: ResyncReason, head: number): boolean {
    if (!this.#parts.outlet.toMember(seat.member.id, { type: 'resync', data: { room: this.room, reason } })) {
      this.#lag(seat, seat.sentUpTo, reason)
      return false
    }
    seat.pendingResync = null
    seat.urgent = false
    return this.answered(seat, head)
  }

  #lag(seat: Subscriber, from: number, owed: ResyncReason | null = null): void {
    this.#shards.leave(seat)
    seat.state = 'lagging'
    seat.sentUpTo = from
    seat.buffer = []
    seat.pendingResync = owed
    this.#parts.lags(seat.member.id, this)
  }

  #lacks(seat: Subscriber, entries: readonly LogEntry[]): void {
    seat.urgent ||= entries.some((entry) => isUrgent(entry.event.type) && mayBeSeenBy(entry, seat.member.audience))
  }

  /** Joins a seat that stands exactly where the stream does; one that is ahead of it would be sent things twice. */
  #settle(seat: Subscriber): void {
    if (seat.state === 'following' && !this.leaving && this.position === seat.sentUpTo) this.#shards.join(seat)
  }
}
