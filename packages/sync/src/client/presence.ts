import type { Room } from '@wardline/events'
import type { Activity, PresentMember } from '../protocol/index.ts'

/** The server expires presence after 10 s; at half of that a single lost message does not make the user absent. */
export const PRESENCE_INTERVAL_MS = 5_000

export interface Announcement {
  readonly room: Room
  readonly doing: Activity
  readonly subject: string | undefined
}

export type PresentMembers = Readonly<Record<Room, readonly PresentMember[]>>

export interface PresenceOptions {
  readonly send: (announcement: Announcement) => void
  readonly onChange: (members: PresentMembers) => void
}

const none: readonly PresentMember[] = []

/** The other users in a room and what they are doing there: ephemeral, outside the log. */
export class Presence {
  readonly #options: PresenceOptions
  readonly #announcements = new Set<Announcement>()
  #timer: ReturnType<typeof setInterval> | undefined
  #members: PresentMembers = {}

  constructor(options: PresenceOptions) {
    this.#options = options
  }

  membersOf = (room: Room): readonly PresentMember[] => this.#members[room] ?? none

  receive(room: Room, members: readonly PresentMember[]): void {
    this.#set({ ...this.#members, [room]: members })
  }

  /** Announces now and at each interval; returns the function that ends it. */
  announce(announcement: Announcement): () => void {
    this.#announcements.add(announcement)
    this.#options.send(announcement)
    this.#timer ??= setInterval(() => {
      for (const each of this.#announcements) this.#options.send(each)
    }, PRESENCE_INTERVAL_MS)
    return () => {
      this.#announcements.delete(announcement)
      if (this.#announcements.size > 0) return
      clearInterval(this.#timer)
      this.#timer = undefined
    }
  }

  announceIn(room: Room): void {
    for (const each of this.#announcements) if (each.room === room) this.#options.send(each)
  }

  /** The connection closed: who is present is unknown. */
  clear(): void {
    this.#set({})
  }

  #set(members: PresentMembers): void {
    this.#members = members
    this.#options.onChange(members)
  }
}
