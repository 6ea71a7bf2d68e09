import type { Audience, Epoch, Room } from '@wardline/events'
import type { ResyncReason, ServerMessage } from '../../protocol/index.ts'
import { type LogEntry, lastOf, type RoomHead } from '../log/positions.ts'
import type { RoomRead } from '../log/room-log-reader.ts'
import type { Broadcaster } from './broadcaster.ts'
import { supersededVitals } from './conflate.ts'
import { framesOf, hasUrgent, type Marks, positionBefore, type ResourceFilter, type UpdateFrame, updatesFor } from './frames.ts'
import { RoomCursor } from './room-cursor.ts'
import { Shards } from './shards.ts'
import { type Member, Subscriber } from './subscriber.ts'

/** Frames for one shard, sent in one turn. */
export interface ShardBatch {
  readonly shard: string
  readonly members: number
  readonly frames: readonly UpdateFrame[]
}

export interface RoomChannelOptions {
  readonly broadcaster: Broadcaster
  /** The member's window is closed, and its subscriber in this room became backpressured. */
  readonly onBackpressure: (memberId: string, channel: RoomChannel) => void
}

/**
 * One room with at least one subscriber: the cursor of its stream, and its subscribers. Has no clock and no log:
 * `RoomDelivery` feeds it entries in order and sends the batches that it returns.
 */
export class RoomChannel {
  readonly room: Room
  readonly #options: RoomChannelOptions
  readonly #subscribers = new Map<string, Subscriber>()
  readonly #shards: Shards
  readonly cursor = new RoomCursor()
  #epoch: Epoch
  /** Batches of the last take are still being sent: no subscriber may join the broadcast in between. */
  isSending = false

  constructor(room: Room, epoch: Epoch, options: RoomChannelOptions) {
    this.room = room
    this.#epoch = epoch
    this.#options = options
    this.#shards = new Shards(room, options.broadcaster)
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

  /** From now on no entry is missed: those that arrive before the acknowledgement are buffered (RT8). */
  subscribe(member: Member, filter: ResourceFilter): Subscriber {
    this.unsubscribe(member.id)
    const subscriber = new Subscriber(this.room, member, filter)
    this.#subscribers.set(member.id, subscriber)
    return subscriber
  }

  unsubscribe(memberId: string): void {
    const subscriber = this.#subscribers.get(memberId)
    if (subscriber) this.#shards.leave(subscriber)
    this.#subscribers.delete(memberId)
  }

  /** Whether a reader at `seq` was sent everything that the stream has sent, so that the log need not be read. */
  isUpToDate(seq: number, audience: Audience): boolean {
    const { head } = this.cursor
    return head !== null && !this.isSending && seq <= head.seq && seq >= lastOf(head, audience)
  }

  /** No present subscriber can be continued (RT7): nothing is sent to them before `restart`. Later subscribers are unaffected. */
  resetForEpoch(reason: ResyncReason, epoch: Epoch): void {
    this.#epoch = epoch
    this.cursor.reset()
    this.isSending = false
    for (const subscriber of this.#subscribers.values()) {
      this.#shards.leave(subscriber)
      subscriber.invalidate(reason)
    }
  }

  /** Continues the stream at the head and sends the resync; members with a closed window get it when that reopens. */
  restart(head: RoomHead): void {
    this.cursor.restart(head)
    for (const subscriber of this.#subscribers.values())
      if (subscriber.state === 'backpressured' && subscriber.pendingResync) this.#resync(subscriber, subscriber.pendingResync, head.seq)
  }

  /** The member was sent everything up to `position`: the buffered entries follow, then the stream. Returns whether its window took them all. */
  continueFrom(subscriber: Subscriber, position: number): boolean {
    return !this.#isCurrent(subscriber) || this.#goDirect(subscriber, position, subscriber.goDirect(position))
  }

  /** Entries are pending and the batch before was sent. */
  get isReady(): boolean {
    return !this.isSending && this.cursor.isReady
  }

  /** Takes the pending entries: sends direct subscribers theirs, in order, and returns the batches of the shards. */
  take(marksOf: (entry: LogEntry) => Marks): { readonly entries: readonly LogEntry[]; readonly batches: readonly ShardBatch[] } {
    const entries = this.cursor.takePending()
    for (const subscriber of this.#subscribers.values()) {
      if (subscriber.state === 'buffering') subscriber.keep(entries)
      else if (subscriber.state === 'direct') this.#send(subscriber, entries)
      else if (subscriber.state === 'backpressured') subscriber.miss(entries)
    }
    const batches = this.#shards.groups.flatMap(({ reader, shards }) => {
      const frames = framesOf(updatesFor(reader, this.#epoch, entries, { marksOf }))
      return frames.length > 0 ? shards.map(({ name, members }) => ({ shard: name, members, frames })) : []
    })
    this.isSending = batches.length > 0
    if (!this.isSending) this.settle()
    return { entries, batches }
  }

  /** The batch was sent: direct subscribers that have caught up join the broadcast. */
  settle(): void {
    this.isSending = false
    for (const subscriber of this.#subscribers.values()) this.#joinBroadcast(subscriber)
  }

  /** Sends to every acknowledged subscriber of any audience. Returns the members with a closed window. */
  toAll(message: ServerMessage): readonly string[] {
    const { broadcaster } = this.#options
    const notSent: string[] = []
    for (const { shards } of this.#shards.groups) for (const { name } of shards) notSent.push(...broadcaster.toShard(name, message))
    for (const { state, member } of this.#subscribers.values())
      if (state === 'backpressured' || (state === 'direct' && !broadcaster.toMember(member.id, message))) notSent.push(member.id)
    return notSent
  }

  /** A frame of the broadcast was not sent to this member: the log continues from there. */
  onNotSent(memberId: string, frame: UpdateFrame): void {
    const subscriber = this.#subscribers.get(memberId)
    if (subscriber?.state !== 'broadcast') return
    this.#block(subscriber, positionBefore(frame, this.room))
    if (hasUrgent(frame)) subscriber.missUrgent()
  }

  /** The member's window reopened: from now on the stream is buffered until the log was read for it. */
  resume(memberId: string): Subscriber | null {
    const subscriber = this.#subscribers.get(memberId)
    if (subscriber?.state !== 'backpressured') return null
    subscriber.resume()
    return subscriber
  }

  /** Sends what was read for a resumed subscriber, which is blocked again when the log holds more. Returns whether its window took it all. */
  replay(subscriber: Subscriber, { head, entries }: RoomRead): boolean {
    if (!this.#isCurrent(subscriber) || subscriber.state !== 'buffering') return true
    const reason = subscriber.pendingResync ?? (subscriber.sentUpTo + 1 < head.low ? 'below-low' : null)
    if (reason) return this.#resync(subscriber, reason, head.seq)
    const buffered = subscriber.goDirect(subscriber.sentUpTo)
    if (!this.#send(subscriber, entries, supersededVitals(entries))) return false
    const position = subscriber.sentUpTo
    if (position < head.seq) {
      this.#block(subscriber, position)
      return true
    }
    return this.#goDirect(
      subscriber,
      position,
      buffered.filter(({ seq }) => seq > position),
    )
  }

  /** The log could not be read for a resumed subscriber. */
  abortReplay(subscriber: Subscriber): void {
    if (this.#isCurrent(subscriber) && subscriber.state === 'buffering')
      this.#block(subscriber, subscriber.sentUpTo, subscriber.pendingResync)
  }

  #isCurrent(subscriber: Subscriber): boolean {
    return this.#subscribers.get(subscriber.member.id) === subscriber
  }

  #goDirect(subscriber: Subscriber, position: number, buffered: readonly LogEntry[]): boolean {
    // The stream may have begun, for another subscriber, beyond the entries that were read for this one.
    if ((this.position ?? 0) > position && buffered[0]?.seq !== position + 1) {
      this.#block(subscriber, position)
      return true
    }
    const isSent = this.#send(subscriber, buffered)
    this.#joinBroadcast(subscriber)
    return isSent
  }

  #send(subscriber: Subscriber, entries: readonly LogEntry[], withoutPayload?: ReadonlySet<LogEntry>): boolean {
    const unsent = entries.filter(({ seq }) => seq > subscriber.sentUpTo)
    for (const frame of framesOf(updatesFor(subscriber.reader, this.#epoch, unsent, withoutPayload ? { withoutPayload } : {})))
      if (!this.#options.broadcaster.toMember(subscriber.member.id, frame)) {
        const position = positionBefore(frame, this.room)
        this.#block(subscriber, position)
        subscriber.miss(unsent.filter(({ seq }) => seq > position))
        return false
      }
    subscriber.advance(entries.at(-1)?.seq ?? subscriber.sentUpTo)
    return true
  }

  /** Returns whether the resync was sent. */
  #resync(subscriber: Subscriber, reason: ResyncReason, head: number): boolean {
    if (!this.#options.broadcaster.toMember(subscriber.member.id, { type: 'resync', data: { room: this.room, reason } })) {
      this.#block(subscriber, subscriber.sentUpTo, reason)
      return false
    }
    subscriber.clearResync()
    return this.continueFrom(subscriber, head)
  }

  #block(subscriber: Subscriber, position: number, resync: ResyncReason | null = null): void {
    this.#shards.leave(subscriber)
    subscriber.block(position, resync)
    this.#options.onBackpressure(subscriber.member.id, this)
  }

  /** Only at the stream's own position: a subscriber ahead of it would be sent entries twice. */
  #joinBroadcast(subscriber: Subscriber): void {
    if (subscriber.state === 'direct' && !this.isSending && this.position === subscriber.sentUpTo) this.#shards.join(subscriber)
  }
}
