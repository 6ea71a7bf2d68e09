import type { Room } from '@wardline/events'
import type { Bus, RoomsAdvanced } from '../bus/bus.ts'
import { emptyHead, type LogEntry } from '../record/log/positions.ts'
import type { RoomLogReader } from '../record/log/room-log.ts'
import { BusSubscriptions } from './bus-subscriptions.ts'
import { type Broadcaster, SHARD } from './rooms/broadcaster.ts'
import type { Marks } from './rooms/frames.ts'
import { RoomChannel, type RoomChannelOptions, type ShardBatch } from './rooms/room-channel.ts'
import { SlowConsumers } from './rooms/slow-consumers.ts'

/** A stretch of the log that is read at once when the bus did not bring it. */
const STRETCH = 500
/** While the database does not answer. */
const AGAIN_MS = 500

export interface DeliveryOptions {
  readonly log: Pick<RoomLogReader, 'epoch' | 'heads' | 'read'>
  readonly outlet: Broadcaster
  /** Listens to other processes about the rooms that have a member here. */
  readonly bus: Pick<Bus, 'follow' | 'unfollow'>
  /** After entries of a room were handed over, in order. */
  readonly delivered: (room: Room, entries: readonly LogEntry[], members: number) => void
  readonly failed: (error: unknown) => void
  /** A member's window was closed and has room again: what else waited for that is handed over first (RT15). */
  readonly opened?: (memberId: string) => void
  /** A member's window stayed closed too long: its socket is to be closed. */
  readonly cut?: (memberId: string) => void
  /** How long one hop of an event took (RT20). */
  readonly hop?: (name: 'commit' | 'relay' | 'deliver', from: number, until: number, entry: LogEntry) => void
  /** Calls back in a later turn of the event loop. */
  readonly later?: (run: () => void) => void
  readonly clock?: () => number
}

/** Carries rooms' logs to their members: in order within a room, urgent rooms first, never longer in one turn than a shard takes (RT21). */
export class Delivery {
  readonly #parts: DeliveryOptions
  /** The bus has left the teller's turn already: what was told together is taken together, then at once. */
  readonly #atOnce: (run: () => void) => void
  /** Between shards. */
  readonly #later: (run: () => void) => void
  readonly #clock: () => number
  readonly busSubscriptions: BusSubscriptions
  /** Members whose window is closed (RT15). */
  readonly laggards: SlowConsumers
  readonly #seating: RoomChannelOptions
  readonly #channels = new Map<Room, RoomChannel>()
  /** Rooms with something to do, oldest first. */
  readonly #due = new Set<RoomChannel>()
  readonly #pieces: { readonly channel: RoomChannel; readonly urgent: boolean; readonly left: ShardBatch[] }[] = []
  readonly #marks = new WeakMap<LogEntry, NonNullable<Marks>>()
  #turning = false
  #open = true

  constructor(parts: DeliveryOptions) {
    this.#parts = parts
    this.#atOnce = parts.later ?? queueMicrotask
    this.#later = parts.later ?? setImmediate
    this.#clock = parts.clock ?? Date.now
    const { log, outlet, failed, opened = () => {}, cut = () => {} } = parts
    this.busSubscriptions = new BusSubscriptions(parts.bus)
    const attend = (channel: RoomChannel) => this.attend(channel)
    this.laggards = new SlowConsumers({ log, hasRoomAgain: outlet.hasRoomAgain, opened, cut, attend, failed })
    this.#seating = { outlet, lags: (memberId, channel) => this.laggards.note(memberId, channel) }
  }

  get rooms(): readonly Room[] {
    return [...this.#channels.keys()]
  }
  channelOf(room: Room): RoomChannel | null {
    return this.#channels.get(room) ?? null
  }

  /** The room's channel; made when this is its first member. */
  enter(room: Room): RoomChannel {
    const channel = this.#channels.get(room) ?? new RoomChannel(room, this.#parts.log.epoch, this.#seating)
    this.#channels.set(room, channel)
    this.busSubscriptions.enter(room)
    return channel
  }

  leave(room: Room, memberId: string): void {
    const channel = this.#channels.get(room)
    channel?.unsubscribe(memberId)
    if (channel?.size === 0) {
      this.#channels.delete(room)
      this.#due.delete(channel)
      this.busSubscriptions.leave(room)
    }
  }

  /** Rooms grew; entries that come along need not be read. */
  wake({ rooms, entries, marks }: RoomsAdvanced): void {
    const relayed = this.#clock()
    const brought = new Set<Room>()
    for (const entry of entries) {
      brought.add(entry.room)
      const channel = this.#channels.get(entry.room)
      if (!channel) continue
      this.#marks.set(entry, { ...marks, relayed })
      channel.cursor.offer(entry)
      this.#due.add(channel)
    }
    for (const room of rooms) {
      const channel = this.#channels.get(room)
      if (!channel || brought.has(room)) continue
      channel.cursor.behind = true
      this.#due.add(channel)
    }
    this.#turn()
  }

  /** A seat was answered or a room was begun: there may be something to do. */
  attend(channel: RoomChannel): void {
    if (this.#channels.get(channel.room) !== channel) return
    this.#due.add(channel)
    this.#turn()
  }

  /** The log began anew: nothing of before leaves any more, and everybody reads anew (RT7). */
  async resetForEpoch(): Promise<void> {
    const { log, failed } = this.#parts
    const { epoch } = log
    const channels = [...this.#channels.values()]
    this.#pieces.length = 0
    for (const channel of channels) channel.resetForEpoch('epoch-changed', epoch)
    try {
      const heads = await log.heads(channels.map(({ room }) => room))
      // It began anew once more meanwhile, and whoever found that goes on from here.
      if (log.epoch !== epoch) return
      for (const channel of channels) {
        channel.restart(heads.get(channel.room) ?? emptyHead)
        this.attend(channel)
      }
    } catch (error) {
      failed(error)
      setTimeout(() => this.#open && log.epoch === epoch && void this.resetForEpoch(), AGAIN_MS).unref()
    }
  }

  close(): void {
    this.#open = false
    this.laggards.stop()
    this.busSubscriptions.close()
    this.#channels.clear()
    this.#due.clear()
  }

  #turn(when = this.#atOnce): void {
    if (this.#turning || !this.#open) return
    this.#turning = true
    when(() => {
      this.#turning = false
      if (this.#open) this.#run()
    })
  }

  /** One turn: pieces for about one shard's worth of sockets, urgent rooms before all others. */
  #run(): void {
    this.#collect()
    let left = SHARD
    while (left > 0) {
      const job = this.#pieces.find(({ urgent }) => urgent) ?? this.#pieces[0]
      const piece = job?.left.shift()
      if (!job || !piece) break
      for (const frame of piece.frames)
        for (const memberId of this.#parts.outlet.toShard(piece.shard, frame)) job.channel.fellBehind(memberId, frame)
      left -= piece.members
      if (job.left.length > 0) continue
      this.#pieces.splice(this.#pieces.indexOf(job), 1)
      job.channel.settle()
      this.#due.add(job.channel)
      this.#collect()
    }
    if (this.#pieces.length > 0) this.#turn(this.#later)
  }

  /** Takes what waits in the rooms that are due; has the log read for those that lack something. */
  #collect(): void {
    for (const channel of this.#due) {
      if (channel.leaving) continue
      this.#due.delete(channel)
      if (channel.ready) this.#take(channel)
      else if (channel.cursor.behind && channel.position !== null) void this.#read(channel, channel.position)
    }
  }

  #take(channel: RoomChannel): void {
    const { urgent } = channel.cursor
    const delivered = this.#clock()
    const { entries, pieces } = channel.take((entry) => ({ ...this.#marks.get(entry), delivered }))
    for (const entry of entries) this.#measure(entry, delivered)
    if (pieces.length > 0) this.#pieces.push({ channel, urgent, left: [...pieces] })
    if (channel.cursor.behind) this.#due.add(channel)
    this.#parts.delivered(channel.room, entries, channel.size)
  }

  #measure(entry: LogEntry, delivered: number): void {
    const { hop } = this.#parts
    const marks = this.#marks.get(entry)
    if (!hop || marks?.received === undefined || marks.committed === undefined || marks.relayed === undefined) return
    hop('commit', marks.received, marks.committed, entry)
    hop('relay', marks.committed, marks.relayed, entry)
    hop('deliver', marks.relayed, delivered, entry)
  }

  async #read(channel: RoomChannel, after: number): Promise<void> {
    const { log } = this.#parts
    const { epoch } = log
    channel.cursor.behind = false
    try {
      const read = (await log.read(new Map([[channel.room, after]]), STRETCH)).get(channel.room)
      if (log.epoch !== epoch) return
      // Retention took what was to be sent next: nobody in the room can be carried on, and waiting would not bring it back.
      if (read && after + 1 < read.head.low) {
        channel.resetForEpoch('below-low', epoch)
        channel.restart(read.head)
      }
      for (const entry of read?.entries ?? []) channel.cursor.offer(entry)
      if (read && (read.entries.at(-1)?.seq ?? after) < read.head.seq) channel.cursor.behind = true
    } catch (error) {
      this.#parts.failed(error)
      channel.cursor.behind = true
      setTimeout(() => this.attend(channel), AGAIN_MS).unref()
      return
    }
    this.attend(channel)
  }
}
