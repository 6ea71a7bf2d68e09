import type { Room } from '@wardline/events'
import { unref } from '../timers.ts'

/** A user who moves between two charts costs the bus no subscription. */
const GRACE_MS = 10_000

/** The part of the bus through which other processes report new entries of a room. */
export interface RoomBus {
  /** Resolves when no later entry of these rooms is missed; never rejects. */
  follow(rooms: readonly Room[]): Promise<void>
  unfollow(rooms: readonly Room[]): void
}

interface BusSubscription {
  readonly active: Promise<void>
  leaving: ReturnType<typeof setTimeout> | undefined
}

/** The rooms followed on the bus: those with a member in this process, and for a grace period those that had one. */
export class BusSubscriptions {
  readonly #bus: RoomBus
  readonly #rooms = new Map<Room, BusSubscription>()

  constructor(bus: RoomBus) {
    this.#bus = bus
  }

  enter(room: Room): void {
    const known = this.#rooms.get(room)
    clearTimeout(known?.leaving)
    if (known) known.leaving = undefined
    else this.#rooms.set(room, { active: this.#bus.follow([room]), leaving: undefined })
  }

  leave(room: Room): void {
    const known = this.#rooms.get(room)
    if (!known) return
    clearTimeout(known.leaving)
    known.leaving = unref(
      setTimeout(() => {
        this.#rooms.delete(room)
        this.#bus.unfollow([room])
      }, GRACE_MS),
    )
  }

  /** Resolves when no later entry of these rooms is missed: from then on the log may be read (RT8). */
  async ready(rooms: readonly Room[]): Promise<void> {
    await Promise.all(rooms.map((room) => this.#rooms.get(room)?.active))
  }

  close(): void {
    for (const { leaving } of this.#rooms.values()) clearTimeout(leaving)
    this.#rooms.clear()
  }
}
