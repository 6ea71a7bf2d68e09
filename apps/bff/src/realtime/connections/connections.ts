import type { Connection } from './connection.ts'

/** Every open socket, by its id and by whose it is: nobody's coming or going costs a look at all the others. */
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

  /** Answers whether it is the person's first. */
  add(connection: Connection): boolean {
    const theirs = this.#byUser.get(connection.userId) ?? new Set()
    this.#byUser.set(connection.userId, theirs.add(connection))
    this.#byId.set(connection.id, connection)
    return theirs.size === 1
  }

  /** Answers whether it was the person's last. */
  remove(connection: Connection): boolean {
    const theirs = this.#byUser.get(connection.userId)
    theirs?.delete(connection)
    if (theirs?.size === 0) this.#byUser.delete(connection.userId)
    this.#byId.delete(connection.id)
    return !this.#byUser.has(connection.userId)
  }
}
