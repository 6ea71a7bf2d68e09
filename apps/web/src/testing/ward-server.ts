import { type ClinicalEvent, type Room, rowOrder, type Snapshot, type View, type ViewRow } from '@wardline/events'
import type { Transport } from '@wardline/sync/client'
import { MemoryRoomLog, MemoryServer, type MemoryUser, memoryTransport, rowsOf } from '@wardline/sync/testing'

/** How a message travels to the client (`down`) or to the server (`up`): a test loses, delays or repeats it. */
export type Carry = (way: 'down' | 'up', deliver: () => void) => void

const atOnce: Carry = (_, deliver) => queueMicrotask(deliver)

/** The in-memory server over a log in memory, with lists folded from that log. */
export class WardServer {
  readonly #carry: Carry
  #log: MemoryRoomLog
  #server: MemoryServer
  /** Refuses new connections: the network is out. */
  reachable = true

  constructor(log = new MemoryRoomLog(), carry: Carry = atOnce) {
    this.#log = log
    this.#carry = carry
    this.#server = new MemoryServer({ log })
  }

  get log(): MemoryRoomLog {
    return this.#log
  }
  /** Restarts the server on another log. */
  set log(log: MemoryRoomLog) {
    this.#server.close()
    this.#log = log
    this.#server = new MemoryServer({ log })
  }

  /** Commits events and delivers them. */
  append(...events: readonly ClinicalEvent[]): void {
    for (const event of events) {
      const entries = this.#log.append(event)
      const marks = { received: Date.now(), committed: Date.now() }
      this.#server.delivery.wake({ rooms: entries.map(({ room }) => room), entries, marks })
    }
  }

  /** Returns a list. @param options.cursor id of the last row of the page before */
  snapshot<Row extends ViewRow>(
    view: View<Row>,
    room: Room,
    {
      limit = 200,
      cursor,
      where,
      upTo,
    }: { limit?: number | undefined; cursor?: string | null; where?: (row: Row) => boolean; upTo?: number } = {},
  ): Snapshot<Row> {
    const seq = upTo ?? this.#log.headOf(room).seq
    const events = this.#log.entriesOf(room).slice(0, seq)
    const every = rowsOf(
      view,
      room,
      events.map(({ event }) => event),
    )
    const all = (where ? every.filter(where) : every).toSorted(rowOrder(view))
    const from = cursor ? all.findIndex(({ id }) => id === cursor) + 1 : 0
    const rows = all.slice(from, from + limit)
    const nextCursor = from + limit < all.length ? (rows.at(-1)?.id ?? null) : null
    return { rows, asOf: { epoch: this.#log.epoch, seq }, positions: { [room]: seq }, nextCursor }
  }

  /** Sends a tick to every client (RT5). */
  tick(): void {
    void this.#server.tick()
  }

  /** Closes every connection; `reachable` decides whether another opens. */
  cut(): void {
    this.#server.disconnectAll()
  }

  /** Revokes the right to a room (RT10). */
  revoke(room: Room): void {
    this.#server.revoke(room)
  }

  /** Sends a frame to every client, as it is. */
  say(name: string, payload: unknown): void {
    this.#server.broadcast(name, payload)
  }

  subscribersOf(room: Room): number {
    return this.#server.subscribersOf(room)
  }

  /** The transport of one client. @param userOf called for each connection, because another user may have signed in */
  line(userOf: () => MemoryUser): Transport {
    const soon = (run: () => void) => queueMicrotask(run)
    const carry = (way: 'down' | 'up', isCurrent: () => boolean) => (deliver: () => void) =>
      this.#carry(way, () => isCurrent() && deliver())
    return memoryTransport(
      {
        // The browser itself notices that a connection opened or broke.
        handshake: soon,
        disconnection: soon,
        link: (isCurrent) => ({
          message: carry('down', isCurrent),
          request: carry('up', isCurrent),
          acknowledgement: carry('down', isCurrent),
        }),
      },
      (client) => {
        if (!this.reachable) return null
        const server = this.#server
        const connection = server.connect(userOf(), client)
        return {
          request: (name, payload) => server.request(connection, name, payload),
          onClosed: () => server.disconnect(connection),
        }
      },
    )
  }
}
