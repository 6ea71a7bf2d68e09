import type { RoomLogReader } from '../log/room-log-reader.ts'
import type { RoomChannel } from '../rooms/room-channel.ts'
import { unref } from '../timers.ts'

/** Back-pressure, for slow consumers: a window that stays closed for longer ends the connection; the client reconnects and resynchronises. */
export const WINDOW_TIMEOUT_MS = 10_000
const CHECK_INTERVAL_MS = 100
/** One frame: entries that the window does not take are read again. */
const ENTRIES_PER_READ = 50
/** Pause after a failed read of the log. */
const RETRY_MS = 500

export interface SlowConsumersOptions {
  readonly log: Pick<RoomLogReader, 'epoch' | 'read'>
  readonly isWritable: (memberId: string) => boolean
  /** The window reopened: messages other than updates go first. */
  readonly onWindowOpen: (memberId: string) => void
  readonly onWindowTimeout: (memberId: string) => void
  /** A subscriber may have caught up with the stream. */
  readonly onReplayed: (channel: RoomChannel) => void
  readonly onError: (error: unknown) => void
}

interface SlowConsumer {
  /** Rooms in which the member has a backpressured subscriber. */
  readonly channels: Set<RoomChannel>
  readonly waiters: (() => void)[]
  closedMs: number
  isReading: boolean
}

/**
 * Members with a closed send window (RT15). Only their positions are kept: when the window reopens, the log is read from
 * there, rooms with an alert first, for as long as the window stays open.
 */
export class SlowConsumers {
  readonly #options: SlowConsumersOptions
  readonly #members = new Map<string, SlowConsumer>()
  #timer: ReturnType<typeof setInterval> | undefined

  constructor(options: SlowConsumersOptions) {
    this.#options = options
  }

  get size(): number {
    return this.#members.size
  }

  /** Notes a closed window, and the room in which it made a subscriber backpressured. */
  add(memberId: string, channel: RoomChannel | null = null): void {
    const consumer = this.#members.get(memberId) ?? { channels: new Set(), waiters: [], closedMs: 0, isReading: false }
    this.#members.set(memberId, consumer)
    if (channel) consumer.channels.add(channel)
    this.#timer ??= unref(setInterval(() => this.check(), CHECK_INTERVAL_MS))
  }

  /** Resolves when the member's window reopens or times out. */
  untilOpen(memberId: string): Promise<void> {
    this.add(memberId)
    return new Promise((resolve) => void this.#members.get(memberId)?.waiters.push(resolve))
  }

  /** Checks every closed window. */
  check(): void {
    for (const [memberId, consumer] of this.#members) {
      if (consumer.isReading) continue
      consumer.closedMs += CHECK_INTERVAL_MS
      if (consumer.closedMs > WINDOW_TIMEOUT_MS) {
        this.#remove(memberId, consumer)
        this.#options.onWindowTimeout(memberId)
      } else if (this.#options.isWritable(memberId)) void this.#replay(memberId, consumer)
    }
  }

  stop(): void {
    for (const [memberId, consumer] of this.#members) this.#remove(memberId, consumer)
  }

  #remove(memberId: string, { waiters }: SlowConsumer): void {
    this.#members.delete(memberId)
    for (const wake of waiters.splice(0)) wake()
    if (this.size > 0) return
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  async #replay(memberId: string, consumer: SlowConsumer): Promise<void> {
    const { isWritable, onWindowOpen, onError } = this.#options
    consumer.isReading = true
    onWindowOpen(memberId)
    for (const wake of consumer.waiters.splice(0)) wake()
    try {
      let isTaken = true
      while (isTaken && this.#members.get(memberId) === consumer) {
        const channel = mostUrgent(consumer.channels, memberId)
        if (!channel) this.#remove(memberId, consumer)
        else isTaken = isWritable(memberId) && (await this.#replayRoom(channel, memberId, consumer))
      }
      consumer.isReading = false
    } catch (error) {
      onError(error)
      // The window did not cause the failure.
      consumer.closedMs = 0
      unref(
        setTimeout(() => {
          consumer.isReading = false
        }, RETRY_MS),
      )
    }
  }

  /** Returns whether the window took the entries that were read. */
  async #replayRoom(channel: RoomChannel, memberId: string, consumer: SlowConsumer): Promise<boolean> {
    const { log, onReplayed } = this.#options
    consumer.channels.delete(channel)
    const subscriber = channel.resume(memberId)
    if (!subscriber) return true
    const { epoch } = log
    try {
      const read = (await log.read(new Map([[channel.room, subscriber.sentUpTo]]), ENTRIES_PER_READ)).get(channel.room)
      if (!read || log.epoch !== epoch) {
        channel.abortReplay(subscriber)
        return false
      }
      const isTaken = channel.replay(subscriber, read)
      if (isTaken) consumer.closedMs = 0
      onReplayed(channel)
      return isTaken
    } catch (error) {
      channel.abortReplay(subscriber)
      throw error
    }
  }
}

/** The room whose alerts the member lacks; otherwise the room that has waited longest. */
function mostUrgent(channels: ReadonlySet<RoomChannel>, memberId: string): RoomChannel | null {
  const [oldest = null] = channels
  return [...channels].find((channel) => channel.subscriberOf(memberId)?.lacksUrgent) ?? oldest
}
