import type { Room } from '@wardline/events'
import type { Activity, PresentMember } from '@wardline/sync/protocol'

/** What a person says they are doing is true so long, unless they say it again. */
export const PRESENT_MS = 10_000

interface Present {
  readonly member: PresentMember
  readonly until: number
}

/** Who is doing what in which room: ephemeral, outside the log, by person and not by socket. */
export class Presence {
  readonly #rooms = new Map<Room, Map<string, Present>>()
  readonly #now: () => Date

  constructor(now: () => Date) {
    this.#now = now
  }

  say(room: Room, user: { userId: string; name: string }, doing: Activity, subject: string | undefined): void {
    const present = this.#rooms.get(room) ?? new Map<string, Present>()
    this.#rooms.set(room, present)
    const before = present.get(user.userId)?.member
    const same = before?.doing === doing && before.subject === subject
    const since = same ? before.since : this.#now().toISOString()
    present.set(user.userId, {
      member: { user, doing, ...(subject === undefined ? {} : { subject }), since },
      until: this.#now().getTime() + PRESENT_MS,
    })
  }

  /** Answers whether the person was there. */
  leave(room: Room, userId: string): boolean {
    const present = this.#rooms.get(room)
    const was = present?.delete(userId) ?? false
    if (present?.size === 0) this.#rooms.delete(room)
    return was
  }

  forget(room: Room): void {
    this.#rooms.delete(room)
  }

  in(room: Room): readonly PresentMember[] {
    return [...(this.#rooms.get(room)?.values() ?? [])].map(({ member }) => member)
  }

  /** Forgets those who have been silent; answers the rooms that changed. */
  expire(): readonly Room[] {
    const now = this.#now().getTime()
    const changed: Room[] = []
    for (const [room, present] of this.#rooms) {
      const gone = [...present].filter(([, { until }]) => until <= now)
      for (const [userId] of gone) this.leave(room, userId)
      if (gone.length > 0) changed.push(room)
    }
    return changed
  }
}
