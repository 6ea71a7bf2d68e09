import type { Room } from '@wardline/events'
import type { Activity, PresentMember } from '../protocol/index.ts'

/** A presence expires after this time unless the client repeats it. */
export const PRESENCE_TTL_MS = 10_000

interface Present {
  readonly member: PresentMember
  readonly until: number
}

/** The users present in rooms and what they are doing: ephemeral, outside the log, by user and not by socket. */
export class RoomPresence {
  readonly #rooms = new Map<Room, Map<string, Present>>()
  readonly #now: () => Date

  constructor(now: () => Date) {
    this.#now = now
  }

  set(room: Room, user: { userId: string; name: string }, doing: Activity, subject: string | undefined): void {
    const present = this.#rooms.get(room) ?? new Map<string, Present>()
    this.#rooms.set(room, present)
    const before = present.get(user.userId)?.member
    const isSame = before?.doing === doing && before.subject === subject
    const since = isSame ? before.since : this.#now().toISOString()
    present.set(user.userId, {
      member: { user, doing, ...(subject === undefined ? {} : { subject }), since },
      until: this.#now().getTime() + PRESENCE_TTL_MS,
    })
  }

  /** Returns whether the user was present. */
  leave(room: Room, userId: string): boolean {
    const present = this.#rooms.get(room)
    const wasPresent = present?.delete(userId) ?? false
    if (present?.size === 0) this.#rooms.delete(room)
    return wasPresent
  }

  clear(room: Room): void {
    this.#rooms.delete(room)
  }

  in(room: Room): readonly PresentMember[] {
    return [...(this.#rooms.get(room)?.values() ?? [])].map(({ member }) => member)
  }

  /** Removes expired presences; returns the rooms that changed. */
  expire(): readonly Room[] {
    const now = this.#now().getTime()
    const changed: Room[] = []
    for (const [room, present] of this.#rooms) {
      const expired = [...present].filter(([, { until }]) => until <= now)
      for (const [userId] of expired) this.leave(room, userId)
      if (expired.length > 0) changed.push(room)
    }
    return changed
  }
}
