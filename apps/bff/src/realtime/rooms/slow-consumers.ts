import type { RoomLogReader } from '../../record/log/room-log.ts'
import type { RoomChannel } from './room-channel.ts'

/** A window that stays closed for so long is closed for good: its owner comes back and reads anew. */
export const PATIENCE_MS = 10_000
/** Closed windows are looked at so often. */
const LOOK_MS = 100
/** As much as leaves in one frame: what is read for one socket and not taken by it is dropped again. */
const STRETCH = 50
/** While the database does not answer. */
const AGAIN_MS = 500

export interface SlowConsumersOptions {
  readonly log: Pick<RoomLogReader, 'epoch' | 'read'>
  readonly hasRoomAgain: (memberId: string) => boolean
  /** The window has room again: what else waited for that may go first. */
  readonly opened: (memberId: string) => void
  /** The window stayed closed. */
  readonly cut: (memberId: string) => void
  /** A seat may stand where the stream does again. */
  readonly attend: (channel: RoomChannel) => void
  readonly failed: (error: unknown) => void
}

interface Laggard {
  /** Rooms in which it has a seat that lags. */
  readonly channels: Set<RoomChannel>
  readonly waiting: (() => void)[]
  closedMs: number
  isReading: boolean
}

/**
 * Members whose window is closed (RT15). Nothing is kept for them but where they stand: once there is room again the log
 * is read from there, rooms with an alert first, as long as there is room.
 */
export class SlowConsumers {
  readonly #parts: SlowConsumersOptions
  readonly #laggards = new Map<string, Laggard>()
  #look: NodeJS.Timeout | undefined

  constructor(parts: SlowConsumersOptions) {
    this.#parts = parts
  }

  get size(): number {
    return this.#laggards.size
  }

  /** The member's window is closed; with a channel: and its seat there lags. */
  note(memberId: string, channel: RoomChannel | null = null): void {
    const laggard = this.#laggards.get(memberId) ?? { channels: new Set(), waiting: [], closedMs: 0, isReading: false }
    this.#laggards.set(memberId, laggard)
    if (channel) laggard.channels.add(channel)
    this.#look ??= setInterval(() => this.look(), LOOK_MS).unref()
  }

  /** Resolves when the member's window has room again, or the member is cut. */
  untilOpen(memberId: string): Promise<void> {
    this.note(memberId)
    return new Promise((resolve) => void this.#laggards.get(memberId)?.waiting.push(resolve))
  }

  /** Looks at every closed window. */
  look(): void {
    for (const [memberId, laggard] of this.#laggards) {
      if (laggard.isReading) continue
      laggard.closedMs += LOOK_MS
      if (laggard.closedMs > PATIENCE_MS) {
        this.#forget(memberId, laggard)
        this.#parts.cut(memberId)
      } else if (this.#parts.hasRoomAgain(memberId)) void this.#carryOn(memberId, laggard)
    }
  }

  stop(): void {
    for (const [memberId, laggard] of this.#laggards) this.#forget(memberId, laggard)
  }

  #forget(memberId: string, { waiting }: Laggard): void {
    this.#laggards.delete(memberId)
    for (const go of waiting.splice(0)) go()
    if (this.size > 0) return
    clearInterval(this.#look)
    this.#look = undefined
  }

  async #carryOn(memberId: string, laggard: Laggard): Promise<void> {
    laggard.isReading = true
    this.#parts.opened(memberId)
    for (const go of laggard.waiting.splice(0)) go()
    try {
      let goesOn = true
      while (goesOn && this.#laggards.get(memberId) === laggard) {
        const channel = mostUrgent(laggard.channels, memberId)
        if (!channel) this.#forget(memberId, laggard)
        else goesOn = this.#parts.hasRoomAgain(memberId) && (await this.#carryOnIn(channel, memberId, laggard))
      }
      laggard.isReading = false
    } catch (error) {
      this.#parts.failed(error)
      // The window is not at fault.
      laggard.closedMs = 0
      setTimeout(() => {
        laggard.isReading = false
      }, AGAIN_MS).unref()
    }
  }

  /** Answers whether the window took what was read. */
  async #carryOnIn(channel: RoomChannel, memberId: string, laggard: Laggard): Promise<boolean> {
    const { log, attend } = this.#parts
    laggard.channels.delete(channel)
    const seat = channel.resume(memberId)
    if (!seat) return true
    const { epoch } = log
    try {
      const read = (await log.read(new Map([[channel.room, seat.sentUpTo]]), STRETCH)).get(channel.room)
      if (!read || log.epoch !== epoch) {
        channel.lagOn(seat)
        return false
      }
      const took = channel.carryOn(seat, read)
      if (took) laggard.closedMs = 0
      attend(channel)
      return took
    } catch (error) {
      channel.lagOn(seat)
      throw error
    }
  }
}

/** The room whose alerts the member lacks, else the one that waits longest. */
function mostUrgent(channels: ReadonlySet<RoomChannel>, memberId: string): RoomChannel | null {
  const [oldest = null] = channels
  return [...channels].find((channel) => channel.subscriberOf(memberId)?.urgent) ?? oldest
}
