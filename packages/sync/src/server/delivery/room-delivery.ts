import type { Room } from '@wardline/events'
import { AFTER_EVERYTHING, emptyHead, type LogEntry } from '../log/positions.ts'
import type { RoomLogReader } from '../log/room-log-reader.ts'
import { type Broadcaster, SHARD_SIZE } from '../rooms/broadcaster.ts'
import type { Marks } from '../rooms/frames.ts'
import { RoomChannel, type RoomChannelOptions, type ShardBatch } from '../rooms/room-channel.ts'
import { nextTurn, unref } from '../timers.ts'
import { BusSubscriptions, type RoomBus } from './bus-subscriptions.ts'
import { SlowConsumers } from './slow-consumers.ts'

/** Entries read at once when the bus did not bring them. */
const ENTRIES_PER_READ = 500
/** Pause after a failed read of the log. */
const RETRY_MS = 500

/** Rooms whose log advanced. */
export interface RoomsAdvanced {
  readonly rooms: readonly Room[]
  /** The new entries, as far as the sender has them; any others are read from the log. */
  readonly entries: readonly LogEntry[]
  /** When the request arrived and when its transaction committed, milliseconds since 1970 (RT20). */
  readonly marks?: { readonly received: number; readonly committed: number }
}

export interface RoomDeliveryOptions {
  readonly log: Pick<RoomLogReader, 'epoch' | 'heads' | 'read'>
  readonly broadcaster: Broadcaster
  /** Reports entries of other processes in the rooms that have a member here. */
  readonly bus: RoomBus
  /** Entries of a room are on their way to its members, in order. */
  readonly onDelivered?: (room: Room, entries: readonly LogEntry[], members: number) => void
  readonly onError: (error: unknown) => void
  /** A closed window reopened: messages other than updates go first (RT15). */
  readonly onWindowOpen?: (memberId: string) => void
  /** A window stayed closed too long: the member's socket is to be closed. */
  readonly onWindowTimeout?: (memberId: string) => void
  /** How long one stage of an event took (RT20). */
  readonly onStage?: (name: 'commit' | 'relay' | 'deliver', from: number, until: number, entry: LogEntry) => void
  /** Schedules the shards after the first for a later turn of the event loop. */
  readonly nextTurn?: (run: () => void) => void
  /** Milliseconds since 1970. */
  readonly clock?: () => number
}

/**
 * Carries the logs of rooms to their members: in order within a room, urgent rooms first, one shard's worth of sockets a
 * turn (RT21).
 */
export class RoomDelivery {
  readonly #options: RoomDeliveryOptions
  readonly #nextTurn: (run: () => void) => void
  readonly #clock: () => number
  readonly busSubscriptions: BusSubscriptions
  /** Members with a closed window (RT15). */
  readonly slowConsumers: SlowConsumers
  readonly #channelOptions: RoomChannelOptions
  readonly #channels = new Map<Room, RoomChannel>()
  /** Rooms whose stream runs without a member. */
  readonly #observed = new Set<Room>()
  /** Rooms with work to do, oldest first. */
  readonly #due = new Set<RoomChannel>()
  readonly #jobs: { readonly channel: RoomChannel; readonly isUrgent: boolean; readonly batches: ShardBatch[] }[] = []
  readonly #marks = new WeakMap<LogEntry, NonNullable<Marks>>()
  #isScheduled = false
  #isOpen = true

  constructor(options: RoomDeliveryOptions) {
    this.#options = options
    this.#nextTurn = options.nextTurn ?? nextTurn
    this.#clock = options.clock ?? Date.now
    const { log, broadcaster, onError, onWindowOpen = () => {}, onWindowTimeout = () => {} } = options
    this.busSubscriptions = new BusSubscriptions(options.bus)
    const { isWritable } = broadcaster
    const onReplayed = (channel: RoomChannel) => this.schedule(channel)
    this.slowConsumers = new SlowConsumers({ log, isWritable, onWindowOpen, onWindowTimeout, onReplayed, onError })
    this.#channelOptions = { broadcaster, onBackpressure: (memberId, channel) => this.slowConsumers.add(memberId, channel) }
  }

  get rooms(): readonly Room[] {
    return [...this.#channels.keys()]
  }
  channelOf(room: Room): RoomChannel | null {
    return this.#channels.get(room) ?? null
  }

  /** Returns the room's channel, created for its first member. */
  enter(room: Room): RoomChannel {
    const channel = this.#channels.get(room) ?? new RoomChannel(room, this.#options.log.epoch, this.#channelOptions)
    this.#channels.set(room, channel)
    this.busSubscriptions.enter(room)
    return channel
  }

  leave(room: Room, memberId: string): void {
    this.#channels.get(room)?.unsubscribe(memberId)
    this.#closeIfUnused(room)
  }

  /** Runs the room's stream from its head on, also without a member: its entries reach `onDelivered`, each once. */
  observe(room: Room): void {
    if (this.#observed.has(room)) return
    this.#observed.add(room)
    this.enter(room)
    void this.#beginObserved(room)
  }

  unobserve(room: Room): void {
    this.#observed.delete(room)
    this.#closeIfUnused(room)
  }

  /** Reports that rooms advanced; entries that come along are not read from the log. */
  wake({ rooms, entries, marks }: RoomsAdvanced): void {
    const relayed = this.#clock()
    const withEntries = new Set<Room>()
    for (const entry of entries) {
      withEntries.add(entry.room)
      const channel = this.#channels.get(entry.room)
      if (!channel) continue
      this.#marks.set(entry, { ...marks, relayed })
      channel.cursor.offer(entry)
      this.#due.add(channel)
    }
    for (const room of rooms) {
      const channel = this.#channels.get(room)
      if (!channel || withEntries.has(room)) continue
      channel.cursor.isBehind = true
      this.#due.add(channel)
    }
    this.#scheduleRun(queueMicrotask)
  }

  /** Schedules a channel: a subscriber was acknowledged or replayed, or the stream began. */
  schedule(channel: RoomChannel): void {
    if (this.#channels.get(channel.room) !== channel) return
    this.#due.add(channel)
    this.#scheduleRun(queueMicrotask)
  }

  /** The log has another epoch: entries of the old one are no longer sent, and every subscriber resynchronises (RT7). */
  async resetForEpoch(): Promise<void> {
    const { log, onError } = this.#options
    const { epoch } = log
    const channels = [...this.#channels.values()]
    this.#jobs.length = 0
    for (const channel of channels) channel.resetForEpoch('epoch-changed', epoch)
    try {
      const heads = await log.heads(channels.map(({ room }) => room))
      // The epoch changed once more in between; the reset for that change continues from here.
      if (log.epoch !== epoch) return
      for (const channel of channels) {
        channel.restart(heads.get(channel.room) ?? emptyHead)
        this.schedule(channel)
      }
    } catch (error) {
      onError(error)
      unref(setTimeout(() => this.#isOpen && log.epoch === epoch && void this.resetForEpoch(), RETRY_MS))
    }
  }

  close(): void {
    this.#isOpen = false
    this.slowConsumers.stop()
    this.busSubscriptions.close()
    this.#channels.clear()
    this.#observed.clear()
    this.#due.clear()
  }

  #closeIfUnused(room: Room): void {
    const channel = this.#channels.get(room)
    if (channel?.size !== 0 || this.#observed.has(room)) return
    this.#channels.delete(room)
    this.#due.delete(channel)
    this.busSubscriptions.leave(room)
  }

  async #beginObserved(room: Room): Promise<void> {
    const { log, onError } = this.#options
    const { epoch } = log
    try {
      await this.busSubscriptions.ready([room])
      const channel = this.#channels.get(room)
      if (!this.#observed.has(room) || !channel || channel.position !== null) return
      const read = (await log.read(new Map([[room, AFTER_EVERYTHING]]), ENTRIES_PER_READ)).get(room)
      // A change of the epoch restarts every channel.
      if (log.epoch !== epoch) return
      channel.cursor.begin(read?.head ?? emptyHead)
      this.schedule(channel)
    } catch (error) {
      onError(error)
      unref(setTimeout(() => this.#observed.has(room) && void this.#beginObserved(room), RETRY_MS))
    }
  }

  /** The bus has left the caller's turn already, so that the first run follows at once; between shards others get their turn. */
  #scheduleRun(when: (run: () => void) => void): void {
    if (this.#isScheduled || !this.#isOpen) return
    this.#isScheduled = true
    when(() => {
      this.#isScheduled = false
      if (this.#isOpen) this.#run()
    })
  }

  /** One turn: batches for about one shard's worth of sockets, urgent rooms before all others. */
  #run(): void {
    this.#collect()
    let budget = SHARD_SIZE
    while (budget > 0) {
      const job = this.#jobs.find(({ isUrgent }) => isUrgent) ?? this.#jobs[0]
      const batch = job?.batches.shift()
      if (!job || !batch) break
      for (const frame of batch.frames)
        for (const memberId of this.#options.broadcaster.toShard(batch.shard, frame)) job.channel.onNotSent(memberId, frame)
      budget -= batch.members
      if (job.batches.length > 0) continue
      this.#jobs.splice(this.#jobs.indexOf(job), 1)
      job.channel.settle()
      this.#due.add(job.channel)
      this.#collect()
    }
    if (this.#jobs.length > 0) this.#scheduleRun(this.#nextTurn)
  }

  /** Takes the pending entries of the rooms that are due; reads the log for rooms that lack some. */
  #collect(): void {
    for (const channel of this.#due) {
      if (channel.isSending) continue
      this.#due.delete(channel)
      if (channel.isReady) this.#take(channel)
      else if (channel.cursor.isBehind && channel.position !== null) void this.#read(channel, channel.position)
    }
  }

  #take(channel: RoomChannel): void {
    const { isUrgent } = channel.cursor
    const delivered = this.#clock()
    const { entries, batches } = channel.take((entry) => ({ ...this.#marks.get(entry), delivered }))
    for (const entry of entries) this.#measure(entry, delivered)
    if (batches.length > 0) this.#jobs.push({ channel, isUrgent, batches: [...batches] })
    if (channel.cursor.isBehind) this.#due.add(channel)
    this.#options.onDelivered?.(channel.room, entries, channel.size)
  }

  #measure(entry: LogEntry, delivered: number): void {
    const { onStage } = this.#options
    const marks = this.#marks.get(entry)
    if (!onStage || marks?.received === undefined || marks.committed === undefined || marks.relayed === undefined) return
    onStage('commit', marks.received, marks.committed, entry)
    onStage('relay', marks.committed, marks.relayed, entry)
    onStage('deliver', marks.relayed, delivered, entry)
  }

  async #read(channel: RoomChannel, after: number): Promise<void> {
    const { log } = this.#options
    const { epoch } = log
    channel.cursor.isBehind = false
    try {
      const read = (await log.read(new Map([[channel.room, after]]), ENTRIES_PER_READ)).get(channel.room)
      if (log.epoch !== epoch) return
      // Retention removed the next entries: no subscriber can be continued, and waiting would not bring them back.
      if (read && after + 1 < read.head.low) {
        channel.resetForEpoch('below-low', epoch)
        channel.restart(read.head)
      }
      for (const entry of read?.entries ?? []) channel.cursor.offer(entry)
      if (read && (read.entries.at(-1)?.seq ?? after) < read.head.seq) channel.cursor.isBehind = true
    } catch (error) {
      this.#options.onError(error)
      channel.cursor.isBehind = true
      unref(setTimeout(() => this.schedule(channel), RETRY_MS))
      return
    }
    this.schedule(channel)
  }
}
