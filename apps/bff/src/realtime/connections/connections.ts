import type { Connection } from './connection.ts'

/** Every open socket, by its id and by its user; connect and disconnect are O(1). */
export class Connections {
  readonly #byId = new Map<string, Connection>()
  readonly #byUser = new Map<string, Set<Connection>>()

  get size(): number {
    return this.#byId.size
  }
  get userIds(): readonly string[] {
    return [...this.#byUser.keys()]
  }
  all(): Iterable<Connection> {
    return this.#byId.values()
  }
  get(id: string): Connection | null {
    return this.#byId.get(id) ?? null
  }
  ofUser(userId: string): readonly Connection[] {
    return [...(this.#byUser.get(userId) ?? [])]
  }

  /** Returns whether it is the user's first. */
  add(connection: Connection): boolean {
    const ofUser = this.#byUser.get(connection.userId) ?? new Set()
    this.#byUser.set(connection.userId, ofUser.add(connection))
    this.#byId.set(connection.id, connection)
    return ofUser.size === 1
  }

  /** Returns whether it was the user's last. */
  remove(connection: Connection): boolean {
    const ofUser = this.#byUser.get(connection.userId)
    ofUser?.delete(connection)
    if (ofUser?.size === 0) this.#byUser.delete(connection.userId)
    this.#byId.delete(connection.id)
    return !this.#byUser.has(connection.userId)
  }
}
