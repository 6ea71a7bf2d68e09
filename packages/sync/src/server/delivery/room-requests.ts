import type { Room } from '@wardline/events'
import type { ResourceFilter } from '../rooms/frames.ts'

/** The subscriptions of one connection, which may name the same room with different filters. */
export class RoomRequests {
  readonly #subscriptions = new Map<string, ReadonlyMap<Room, ResourceFilter>>()

  get rooms(): readonly Room[] {
    return [...new Set([...this.#subscriptions.values()].flatMap((rooms) => [...rooms.keys()]))]
  }

  subscribe(subscriptionId: string, rooms: readonly Room[], filter: ResourceFilter): void {
    const before = this.#subscriptions.get(subscriptionId)
    this.#subscriptions.set(subscriptionId, new Map([...(before ?? []), ...rooms.map((room) => [room, filter] as const)]))
  }

  /** Returns the rooms that no other subscription of this connection names. */
  unsubscribe(subscriptionId: string): readonly Room[] {
    const left = [...(this.#subscriptions.get(subscriptionId)?.keys() ?? [])]
    this.#subscriptions.delete(subscriptionId)
    const needed = new Set(this.rooms)
    return left.filter((room) => !needed.has(room))
  }

  remove(room: Room): void {
    for (const [id, rooms] of this.#subscriptions) this.#subscriptions.set(id, new Map([...rooms].filter(([name]) => name !== room)))
  }

  clear(): void {
    this.#subscriptions.clear()
  }

  /** The union of the subscriptions' filters for a room. */
  filterOf(room: Room): ResourceFilter {
    const filters = [...this.#subscriptions.values()].flatMap((rooms) => (rooms.has(room) ? [rooms.get(room) ?? null] : []))
    return filters.some((filter) => filter === null) ? null : new Set(filters.flatMap((filter) => [...(filter ?? [])]))
  }
}
