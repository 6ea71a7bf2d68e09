import type { Room } from '@wardline/events'
import type { Bus } from '../bus/bus.ts'

/** Whoever goes from one chart to the next and back costs the bus nothing. */
const GRACE_MS = 10_000

interface Heard {
  /** Resolves when what other processes tell about the room is heard. */
  readonly since: Promise<void>
  leaving: NodeJS.Timeout | undefined
}

/** Rooms about which other processes are listened to: those with a member here, and for a while those that had one. */
export class BusSubscriptions {
  readonly #bus: Pick<Bus, 'follow' | 'unfollow'>
  readonly #rooms = new Map<Room, Heard>()

  constructor(bus: Pick<Bus, 'follow' | 'unfollow'>) {
    this.#bus = bus
  }

  enter(room: Room): void {
    const heard = this.#rooms.get(room)
    clearTimeout(heard?.leaving)
    if (heard) heard.leaving = undefined
    else this.#rooms.set(room, { since: this.#bus.follow([room]), leaving: undefined })
  }

  leave(room: Room): void {
    const heard = this.#rooms.get(room)
    if (!heard) return
    clearTimeout(heard.leaving)
    heard.leaving = setTimeout(() => {
      this.#rooms.delete(room)
      this.#bus.unfollow([room])
    }, GRACE_MS).unref()
  }

  /** Resolves when nothing that is told about these rooms from then on passes unheard: then the log may be read (RT8). */
  async all(rooms: readonly Room[]): Promise<void> {
    await Promise.all(rooms.map((room) => this.#rooms.get(room)?.since))
  }

  close(): void {
    for (const { leaving } of this.#rooms.values()) clearTimeout(leaving)
    this.#rooms.clear()
  }
}
