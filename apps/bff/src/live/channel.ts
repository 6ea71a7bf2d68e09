import { type Audience, declarationOf, type Epoch, type Room, type ServerMessage } from '@wardline/events'
import { type LogEntry, lastOf, numbered, type RoomHead } from '../record/positions.ts'
import { framesOf, type Marks, updatesFor, type Wanted } from './frames.ts'
import type { Outlet } from './outlet.ts'
import type { Member, Seat } from './seat.ts'
import { Shards } from './shards.ts'

/** Frames for one shard, sent in one turn. */
export interface Piece {
  readonly shard: string
  readonly members: number
  readonly frames: readonly ServerMessage[]
}

/**
 * One room with somebody in it: how far it was sent, and who follows. Knows no clock and no log; `delivery` feeds
 * it entries in order and takes the pieces it answers.
 */
export class Channel {
  readonly room: Room
  readonly #epoch: Epoch
  readonly #outlet: Outlet
  readonly #seats = new Map<string, Seat>()
  readonly #shards: Shards
  /** Where the stream to the members stands; null until the log was first read for somebody. */
  #head: RoomHead | null = null
  /** Entries that are known and not sent yet, in order. */
  #waiting: LogEntry[] = []
  /** Pieces of the last batch are still leaving: nobody may join the stream in the middle of it. */
  leaving = false
  /** The log has more than what waits here. */
  behind = false

  constructor(room: Room, epoch: Epoch, outlet: Outlet) {
    this.room = room
    this.#epoch = epoch
    this.#outlet = outlet
    this.#shards = new Shards(room, outlet)
  }

  get position(): number | null {
    return this.#head?.seq ?? null
  }
  get size(): number {
    return this.#seats.size
  }
  get seats(): readonly Seat[] {
    return [...this.#seats.values()]
  }
  seatOf(memberId: string): Seat | null {
    return this.#seats.get(memberId) ?? null
  }

  /** From now on nothing is missed: what arrives before the answer is kept (RT8). */
  attach(member: Member, wanted: Wanted): Seat {
    const known = this.#seats.get(member.id)
    if (known) this.#shards.leave(known)
    const seat: Seat = { room: this.room, member, wanted, state: 'waiting', from: 0, kept: [], shard: null }
    this.#seats.set(member.id, seat)
    return seat
  }

  detach(memberId: string): void {
    const seat = this.#seats.get(memberId)
    if (seat) this.#shards.leave(seat)
    this.#seats.delete(memberId)
  }

  /** Whether this reader, standing at `seq`, lacks nothing of what the stream has sent: then the log need not be read. */
  lacksNothing(seq: number, audience: Audience): boolean {
    return this.#head !== null && !this.leaving && seq <= this.#head.seq && seq >= lastOf(this.#head, audience)
  }

  /** The log was read up to `head` for somebody; a channel that stood nowhere stands there now. */
  begin(head: RoomHead): void {
    if (this.#head) return
    this.#head = head
    const told = this.#waiting.filter(({ seq }) => seq > head.seq)
    const joinsOn = told[0]?.seq === head.seq + 1
    this.#waiting = joinsOn ? told : []
    if (!joinsOn && told.length > 0) this.behind = true
  }

  /** What comes next is not kept any more: everybody reads anew, and the stream stands at the head (RT7). */
  restart(head: RoomHead): void {
    this.toAll({ type: 'resync', data: { room: this.room, reason: 'below-low' } })
    this.#waiting = []
    this.#head = head
    for (const seat of this.#seats.values()) {
      seat.from = head.seq
      seat.kept = []
    }
  }

  /** The seat was answered up to `from`: what was kept beyond that follows, then the stream. */
  answered(seat: Seat, from: number): void {
    if (this.#seats.get(seat.member.id) !== seat) return
    const kept = seat.kept
    seat.kept = []
    seat.from = from
    seat.state = 'following'
    this.#follow(seat, kept)
    this.#settle(seat)
  }

  /** Entries that were told by the bus; out of order or twice does no harm. */
  offer(entry: LogEntry): void {
    const known = this.#waiting.at(-1)?.seq ?? this.position
    if (known !== null && entry.seq <= known) return
    if (known === null || entry.seq === known + 1) this.#waiting.push(entry)
    else this.behind = true
  }

  /** Whether what waits may not stand behind other rooms (RT21). */
  get urgent(): boolean {
    return this.#waiting.some(({ event }) => declarationOf(event.type).urgent === true)
  }
  get ready(): boolean {
    return !this.leaving && this.#head !== null && this.#waiting.length > 0
  }

  /** Takes all that waits: single followers get theirs at once, the shards' pieces are answered, in order. */
  take(marksOf: (entry: LogEntry) => Marks): { readonly entries: readonly LogEntry[]; readonly pieces: readonly Piece[] } {
    const entries = this.#waiting
    this.#waiting = []
    let head = this.#head
    if (!head) return { entries: [], pieces: [] }
    for (const entry of entries) head = numbered(head, entry.audiences).head
    this.#head = head
    for (const seat of this.#seats.values()) {
      if (seat.state === 'waiting') seat.kept.push(...entries)
      if (seat.state === 'following') this.#follow(seat, entries)
    }
    const pieces = this.#shards.groups.flatMap(({ reader, shards }) => {
      const frames = framesOf(updatesFor(reader, this.#epoch, entries, marksOf))
      return frames.length > 0 ? shards.map(({ name, members }) => ({ shard: name, members, frames })) : []
    })
    this.leaving = pieces.length > 0
    if (!this.leaving) this.settle()
    return { entries, pieces }
  }

  /** The batch has left: whoever follows by themselves and has nothing more to wait for joins the stream. */
  settle(): void {
    this.leaving = false
    for (const seat of this.#seats.values()) if (seat.state === 'following') this.#settle(seat)
  }

  /** To everyone who has been answered, whatever they may read. */
  toAll(message: ServerMessage): void {
    for (const { shards } of this.#shards.groups) for (const { name } of shards) this.#outlet.toShard(name, message)
    for (const seat of this.#seats.values()) if (seat.state === 'following') this.#outlet.toMember(seat.member.id, message)
  }

  #follow(seat: Seat, entries: readonly LogEntry[]): void {
    const reader = { audience: seat.member.audience, wanted: seat.wanted }
    const after = entries.filter(({ seq }) => seq > seat.from)
    for (const frame of framesOf(updatesFor(reader, this.#epoch, after))) this.#outlet.toMember(seat.member.id, frame)
    seat.from = Math.max(seat.from, entries.at(-1)?.seq ?? seat.from)
  }

  /** Joins a seat that stands exactly where the stream does; one that is ahead of it would be sent things twice. */
  #settle(seat: Seat): void {
    if (!this.leaving && this.#head?.seq === seat.from) this.#shards.join(seat)
  }
}
