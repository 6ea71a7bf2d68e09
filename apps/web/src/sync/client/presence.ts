import type { Room } from '@wardline/events'
import type { Activity, PresentMember } from '@wardline/sync/protocol'
import { createStore } from 'zustand/vanilla'

/** The server forgets a presence after 10 s; at half of that one lost frame is not yet an absence. */
export const PRESENCE_EVERY_MS = 5_000

interface Mine {
  readonly room: Room
  readonly doing: Activity
  readonly subject: string | undefined
}

const none: readonly PresentMember[] = []

/** Who else is in a room and what they are doing there; ephemeral, outside the log. */
export class Presence {
  readonly #tell: (mine: Mine) => void
  readonly #mine = new Set<Mine>()
  #timer: ReturnType<typeof setInterval> | undefined
  readonly store = createStore<Readonly<Record<Room, readonly PresentMember[]>>>(() => ({}))

  constructor(tell: (mine: Mine) => void) {
    this.#tell = tell
  }

  membersOf = (room: Room): readonly PresentMember[] => this.store.getState()[room] ?? none

  told(room: Room, members: readonly PresentMember[]): void {
    this.store.setState({ [room]: members })
  }

  /** Says it now and again until the answer is called. */
  announce(mine: Mine): () => void {
    this.#mine.add(mine)
    this.#tell(mine)
    this.#timer ??= setInterval(() => this.sayAll(), PRESENCE_EVERY_MS)
    return () => {
      this.#mine.delete(mine)
      if (this.#mine.size > 0) return
      clearInterval(this.#timer)
      this.#timer = undefined
    }
  }

  sayAll(): void {
    for (const mine of this.#mine) this.#tell(mine)
  }

  sayIn(room: Room): void {
    for (const mine of this.#mine) if (mine.room === room) this.#tell(mine)
  }

  /** Without a line nobody knows who is there. */
  forget(): void {
    this.store.setState({}, true)
  }
}
